/** The stylesheets and the script of the pages. */
import type { FastifyInstance } from 'fastify'
import { ASSETS } from './pages/assets.ts'

const HOUR = 'public, max-age=3600'
/** Asked for by the version that a page names, it never changes. */
const FOR_EVER = 'public, max-age=31536000, immutable'

export function addAssetRoutes(app: FastifyInstance): void {
  for (const { path, type, content } of Object.values(ASSETS)) {
    app.get(path, async (request, reply) => {
      const { v } = request.query as { v?: string }
      return reply
        .type(type)
        .header('cache-control', v === undefined ? HOUR : FOR_EVER)
        .send(content)
    })
  }
}
