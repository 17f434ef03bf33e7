import type { FastifyRequest } from 'fastify'

const LOOPBACK = /^(127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/

function isLoopback(address: string | undefined): boolean {
  return address !== undefined && LOOPBACK.test(address)
}

/** Asked from this machine itself, and not through a proxy on it. */
export function isLocal(request: FastifyRequest): boolean {
  const { headers, socket } = request.raw
  const proxied = headers['x-forwarded-for'] !== undefined || headers.forwarded !== undefined
  return !proxied && isLoopback(socket.remoteAddress)
}
