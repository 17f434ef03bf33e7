import type { FastifyReply } from 'fastify'
import type { Markup } from './markup.ts'

export async function sendPage(reply: FastifyReply, page: Markup): Promise<FastifyReply> {
  // Readers see what is new at once; a page that did not change is confirmed by its tag.
  if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-cache')
  return reply.type('text/html; charset=utf-8').send(String(await page))
}
