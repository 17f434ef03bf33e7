import type { BestPaper } from '../feedback.ts'
import type { FoundHit } from './run-search.ts'

/** The stems of a paper as its source keeps them (`stored`): how often each is there. */
export function paperWords({ _source }: FoundHit): BestPaper<string> {
  const counts = new Map<string, number>()
  const stems = (_source?.text ?? '').split(' ').filter((stem) => stem !== '')
  for (const stem of stems) counts.set(stem, (counts.get(stem) ?? 0) + 1)
  return { counts, length: stems.length }
}
