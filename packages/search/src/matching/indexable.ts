import type { IndexAction, SearchDocument } from '@paperboy/contracts'
import { faultOf } from '../check-action.ts'

export type Put = Extract<IndexAction, { kind: 'put' }>

/** The documents that an index would hold after it was given these; checked as they are taken. */
export function* indexable(documents: SearchDocument[]): Generator<Put> {
  const seen = new Set<string>()
  for (const document of documents) {
    const action = { kind: 'put', id: document.id, version: 1, document } as const
    if (seen.has(document.id) || faultOf(action) !== undefined) continue
    seen.add(document.id)
    yield action
  }
}
