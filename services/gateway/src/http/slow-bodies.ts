import type { FastifyInstance } from 'fastify'

/**
 * Ends connections whose request body is not complete long after the answer was sent: a refused upload
 * may finish sending, so that its client reads the refusal, but not go on for ever.
 */
export function endLingeringBodies(app: FastifyInstance, graceMs: number): void {
  app.addHook('onResponse', async (request) => {
    const { raw } = request
    if (raw.complete !== false || raw.socket.destroyed) return
    const timer = setTimeout(() => {
      if (!raw.complete) raw.socket.destroy()
    }, graceMs)
    timer.unref()
    raw.once('close', () => clearTimeout(timer))
  })
}

/** Ends connections that dribble a small body; routes with a large one are named in `except`. */
export function limitBodyTime(app: FastifyInstance, limitMs: number, except: Set<string>): void {
  app.addHook('onRequest', async (request) => {
    const { raw } = request
    const route = request.routeOptions.url
    if (raw.complete !== false || raw.method === 'GET' || raw.method === 'HEAD') return
    if (route !== undefined && except.has(route)) return
    const timer = setTimeout(() => {
      if (!raw.complete) raw.socket.destroy()
    }, limitMs)
    timer.unref()
    raw.once('close', () => clearTimeout(timer))
  })
}
