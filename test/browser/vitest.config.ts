import { defineConfig } from 'vitest/config'

/** Apart from the other tests: these need Debian's Chromium, and one browser walks after the other. */
export default defineConfig({
  test: {
    include: ['test/browser/*.browser.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    fileParallelism: false,
  },
})
