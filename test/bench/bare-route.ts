import { fastify } from 'fastify'

/** A process of its own: a Fastify route and nothing else, which answers with the bodies it was given. */
const app = fastify()
const bodies = new Map<string, { type: string; body: string }>()
app.get('/*', async ({ url }, reply) => {
  const known = bodies.get(url)
  if (!known) return reply.code(404).send()
  return reply.type(known.type).send(known.body)
})
const address = await app.listen({ host: '127.0.0.1', port: 0 })
process.on('message', ({ url, type, body }: { url: string; type: string; body: string }) => {
  bodies.set(url, { type, body })
  process.send?.({ kept: url })
})
process.on('disconnect', () => process.exit(0))
process.send?.({ address })
