import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { defineConfig } from 'vitest/config'
import LongestFirst from './test/support/longest-first.ts'

const START = '/src/threads/start.ts'
const BUILT = JSON.stringify(pathToFileURL(resolve('dist/main.js')))

export default defineConfig({
  plugins: [
    {
      // Threads run the built program: from sources, each would compile all modules for itself.
      name: 'built threads',
      transform: (code, id) => (id.endsWith(START) ? code.replaceAll('import.meta.url', BUILT) : null),
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
