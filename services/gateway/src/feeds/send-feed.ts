import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Feed, updatedOf } from './feed.ts'
import { writeAtom } from './write-atom.ts'
import { writeJsonFeed } from './write-json-feed.ts'
import { writeRss } from './write-rss.ts'

export const feedFormats = {
  atom: { type: 'application/atom+xml', write: writeAtom },
  rss: { type: 'application/rss+xml', write: writeRss },
  json: { type: 'application/feed+json', write: writeJsonFeed },
} as const
export type FeedFormat = keyof typeof feedFormats

/** Answers 304 to who has this state already; the tag is put on by the whole gateway and goes before the time. */
export function sendFeed(
  request: FastifyRequest,
  reply: FastifyReply,
  feed: Feed,
  format: FeedFormat,
): string {
  const { type, write } = feedFormats[format]
  const modified = updatedOf(feed)
  reply.header('last-modified', new Date(modified).toUTCString()).header('cache-control', 'no-cache')
  // A string that goes through a JSON serialiser would arrive in quotes.
  reply.serializer(String)
  if (isKnown(request, modified)) {
    reply.code(304)
    return ''
  }
  reply.type(`${type}; charset=utf-8`)
  return write(feed)
}

function isKnown({ headers }: FastifyRequest, modified: string): boolean {
  const since = headers['if-modified-since']
  if (headers['if-none-match'] !== undefined || since === undefined) return false
  const seconds = (time: number) => Math.floor(time / 1_000)
  // An unreadable date is no condition: NaN compares false.
  return seconds(Date.parse(since)) >= seconds(Date.parse(modified))
}
