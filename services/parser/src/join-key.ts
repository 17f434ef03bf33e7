import type { RecordFacts } from '@paperboy/contracts'
import { titleKey } from './title-key.ts'

/** So many letters and digits of two abstracts are not the same by chance. */
const TELLING_LENGTH = 100
const ENOUGH_BESIDE_IDS = 60

/**
 * The key by which records without a common id may be the same paper: the title, where it has at least
 * four words. A shorter one names many papers, so it counts together with how the abstract begins: a
 * page that shows more of the abstract than before shows the same paper. Null: nothing but ids joins.
 */
export function joinKey(facts: RecordFacts): string | null {
  const { key, joins } = titleKey(facts.title)
  if (joins) return key
  const begins = titleKey(facts.abstract?.slice(0, 3 * TELLING_LENGTH) ?? '').key.slice(0, TELLING_LENGTH)
  const identified = facts.arxivId !== null || facts.doi !== null
  return identified && begins.length < ENOUGH_BESIDE_IDS ? null : `${key}\n${begins}`
}
