/**
 * `npm run build`: puts the program and what it imports into a few files of `dist/`, as Node takes longer to find and load
 * hundreds of them than most commands take for their work. Types are checked before, by `tsc`.
 */
import { rmSync } from 'node:fs'
import { build } from 'esbuild'

/** What is started by name: the program, its threads, and what the image asks for its config. */
const ENTRIES = ['src/main.ts', 'src/threads/*-worker.ts', 'src/config/load-config.ts']
/** Packages that find files of their own beside them, or may do without a part that is not installed. */
const APART = ['better-sqlite3', 'pg', 'pino', 'piscina']

rmSync('dist', { recursive: true, force: true })
await build({
  entryPoints: ENTRIES,
  entryNames: '[name]', // none deeper than src/root.ts, which finds the files beside the code
  outdir: 'dist',
  bundle: true,
  splitting: true,
  external: APART,
  platform: 'node',
  format: 'esm',
  target: 'node20.19',
  // CommonJS packages ask for modules of Node by `require`, which modules do not have.
  banner: {
    js: "import { createRequire as requiring } from 'node:module'; const require = requiring(import.meta.url);",
  },
  logLevel: 'warning',
})
