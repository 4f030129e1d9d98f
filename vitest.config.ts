import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: 'test/support/postgres-server.ts',
    testTimeout: 30_000,
    hookTimeout: 30_000,
    maxWorkers: 2, // the default on two cores is one, and most of the time is waiting for processes
  },
})
