import { resolve } from 'node:path'
import { defineConfig } from 'vitest/config'
import LongestFirst from './test/support/longest-first.ts'

const START = '/src/threads/start.ts'

export default defineConfig({
  plugins: [
    {
      // Threads run the built program: from sources, each would compile all modules for itself.
      name: 'built threads',
      load: (id) => (id.endsWith(START) ? `export * from '${resolve('dist/threads/start.js')}'` : null),
    },
  ],
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['build', 'run-folder', 'empty-file', 'postgres-server'].map(
      (name) => `test/support/${name}.ts`,
    ),
    setupFiles: 'test/support/hold-all.ts',
    // No test is about its own speed: this ends what hangs, on however busy a machine.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    sequence: { sequencer: LongestFirst },
    isolate: false, // a process loads what it tests once, not for each file: a third of all work
    maxWorkers: 3, // one more than cores: most of the time is waiting for processes
  },
})
