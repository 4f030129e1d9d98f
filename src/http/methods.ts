/** Answers what a path is not there for: 405 and `Allow` (RFC 9110, 15.5.6), and OPTIONS, which asks for that alone. */
import type { FastifyInstance } from 'fastify'
import { HttpError } from './errors.ts'

/** Notes the routes that are added from now on. What it returns is to be called once, when all of them are. */
export function answerOtherMethods(app: FastifyInstance): () => void {
  const noted = new Map<string, string[]>()
  app.addHook('onRoute', ({ url, method }) => {
    noted.set(url, [...(noted.get(url) ?? []), ...[method].flat()])
  })
  return () => {
    // A plugin, because those of routes that were registered before are made before it.
    app.register(async (last) => {
      for (const [url, methods] of [...noted]) addAnswers(last, url, methods)
    })
  }
}

function addAnswers(app: FastifyInstance, url: string, methods: readonly string[]): void {
  const allowed = [...new Set([...methods, 'OPTIONS'])].sort().join(', ')
  app.route({
    method: app.supportedMethods.filter((method) => !methods.includes(method)),
    url,
    // Before the body is read, which nobody wants.
    onRequest: async ({ method }, reply) => {
      reply.header('allow', allowed)
      if (method === 'OPTIONS') return reply.code(204).send()
      throw new HttpError(405, `${method} does nothing here: this address takes ${allowed}`)
    },
    handler: async () => null,
  })
}
