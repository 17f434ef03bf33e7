import { type Static, Type } from 'typebox'
import { StatedFacts } from './paper.ts'

/**
 * What one record says of a paper, normalised. A paper is the merge of the facts of its records, so
 * the result does not depend on their order of arrival, and a dump can be undone.
 */
export const RecordFacts = Type.Object({
  ...StatedFacts.properties,
  /** ISO 8601; the source's own update time. Null for sources that carry none (page dumps). */
  updatedAt: Type.Union([Type.String(), Type.Null()]),
  /** Identifiers of the source that are neither arXiv ids nor DOIs; they identify nothing here. */
  otherIds: Type.Array(Type.String()),
  extra: Type.Record(Type.String(), Type.Unknown()),
})
export type RecordFacts = Static<typeof RecordFacts>
