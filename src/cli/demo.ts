/** `wirefold demo`: the unmodified daemon on a newsroom of invented outlets. */
import type { Context } from './context.ts'

/** Says so at once; the program itself is loaded behind it. What it stores is gone when it ends. */
export async function demo(context: Context, options: { port?: number }): Promise<number> {
  context.print('opening a newsroom of invented outlets …')
  const { runDemo } = await import('./run-demo.ts')
  return runDemo(context, options)
}
