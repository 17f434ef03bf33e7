import type { FastifyRequest } from 'fastify'

/** What links begin with, without a slash at the end: PUBLIC_URL, else the host that was asked. */
export function baseUrl(publicUrl: string | undefined, request: FastifyRequest): string {
  return (publicUrl ?? `${request.protocol}://${request.host}`).replace(/\/+$/, '')
}
