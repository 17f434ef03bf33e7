import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import type { Index } from '../deps.ts'
import { errors, strict } from '../http/schemas.ts'

const MAX_SUGGESTIONS = 10

const SuggestQuery = Type.Object(
  {
    q: Type.String({
      maxLength: 500,
      examples: ['neural n'],
      description: 'what was typed so far, the last word as a beginning',
    }),
  },
  strict,
)
const Suggestions = Type.Object({
  items: Type.Array(Type.Object({ text: Type.String() }), { maxItems: MAX_SUGGESTIONS }),
})

export const suggestRoutes: FastifyPluginAsyncTypebox<{ index: Pick<Index, 'suggest'> }> = async (
  app,
  { index },
) => {
  const schema = {
    operationId: 'suggest',
    summary: 'Frequent phrases and titles that complete what was typed',
    tags: ['papers'],
    querystring: SuggestQuery,
    response: { 200: Suggestions, ...errors(400) },
  }
  app.get('/v1/suggest', { schema }, async (request) => {
    const q = request.query.q.replaceAll('\0', ' ').trim()
    if (!q) return { items: [] }
    const texts = await index.suggest(q, MAX_SUGGESTIONS)
    return { items: texts.slice(0, MAX_SUGGESTIONS).map((text) => ({ text })) }
  })
}
