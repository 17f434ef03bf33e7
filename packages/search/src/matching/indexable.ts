import type { IndexAction, SearchDocument } from '@paperboy/contracts'
import { faultOf } from '../check-action.ts'

export type Put = Extract<IndexAction, { kind: 'put' }>

/** The documents that an index would hold after it was given these. */
export function indexable(documents: SearchDocument[]): Put[] {
  const puts = new Map<string, Put>()
  for (const document of documents) {
    const action = { kind: 'put', id: document.id, version: 1, document } as const
    if (!puts.has(document.id) && faultOf(action) === undefined) puts.set(document.id, action)
  }
  return [...puts.values()]
}
