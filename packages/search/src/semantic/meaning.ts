import type { Filters } from '../filters.ts'
import type { Near, VectorRow } from './vector-table.ts'

/** Which papers are near in meaning: for the adapters of the search port. */
export type Meaning = {
  /** False while it is known that nothing can be said. */
  isReady(): boolean
  /** Best first; undefined when nothing can be said now, which is never for long and never an error. */
  near(text: string, count: number, filters: Filters): Promise<Near[] | undefined>
  /** Undefined where the paper has no vector (yet). */
  nearTo(paperId: string, count: number): Promise<Near[] | undefined>
}

/** Where the vectors come from: all that changed after a place, in order, and the place to go on from. */
export type VectorSource = (
  model: string,
  options: { after: number; limit: number },
) => Promise<{ vectors: VectorRow[]; place: number }>

export type OpenedMeaning = {
  meaning: Meaning
  /** After it resolves, every vector stored before is searched. */
  catchUp(): Promise<void>
  close(): Promise<void>
}
