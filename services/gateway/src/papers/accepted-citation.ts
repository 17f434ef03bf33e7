import type { FastifyRequest } from 'fastify'
import Negotiator from 'negotiator'
import { type CitationFormat, citationAnswers } from './citation-formats.ts'

/** The format of citations that a client prefers to JSON; null for JSON, which is also for who accepts neither. */
export function acceptedCitation({ headers }: FastifyRequest): CitationFormat | null {
  const types = ['application/json', ...citationAnswers.map(({ type }) => type)]
  const preferred = new Negotiator({ headers }).mediaType(types)
  return citationAnswers.find(({ type }) => type === preferred) ?? null
}
