import { hash } from 'node:crypto'
import type { RecordFacts } from '@paperboy/contracts'
import { canonicalJson } from './canonical-json.ts'

/** The same facts have the same hash, in whatever order their fields come: 43 characters of base64url. */
export function factsHash(facts: RecordFacts): string {
  return hash('sha256', canonicalJson(facts), 'base64url')
}
