import { american } from './american.ts'
import { porter } from './porter.ts'

const MAX_CACHED = 100_000
const cache = new Map<string, string>()

/** `porter` of a word, in either spelling of English; remembered, since a text repeats its words. */
export function stem(word: string): string {
  const known = cache.get(word)
  if (known !== undefined) return known
  if (cache.size >= MAX_CACHED) cache.clear()
  const stemmed = porter(american(word))
  cache.set(word, stemmed)
  return stemmed
}
