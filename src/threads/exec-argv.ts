/** How threads are started. */

/**
 * The arguments of Node for a thread of ours. A thread that is ended while it loads a module by `require` takes the
 * whole process with it (a fatal error of V8's in Node 20); without that way of loading, Piscina takes `import()`.
 * @param isSource Whether the program runs from its TypeScript sources, as in tests.
 */
export function threadArgv(isSource: boolean): string[] {
  return ['--no-experimental-require-module', ...(isSource ? ['--import', 'tsx'] : [])]
}
