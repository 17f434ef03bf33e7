import type { IndexAction, IndexOutcome, SearchHit, SearchPage, SearchRequest } from '@paperboy/contracts'

/** The search port: what readers and the indexer do with an index, whichever engine holds it. */
export type PaperIndex = {
  /**
   * Writes a batch (callers bound it: at most 1,000 documents or 5 MB); one outcome per action, in the order
   * given. Throws AppError('UNAVAILABLE') when the engine is away: what was written is then unknown, send it
   * again. `index` names a generation; default: the one behind the alias.
   */
  write(actions: IndexAction[], options?: { index?: string; signal?: AbortSignal }): Promise<IndexOutcome[]>
  search(request: SearchRequest): Promise<SearchPage>
  /** Papers that share telling words with this one, best first; none for an unknown id. */
  similar(id: string, limit: number): Promise<SearchHit[]>
  /** Frequent phrases, then titles, that complete what was typed: see `suggestions.ts`. */
  suggest(q: string, limit: number): Promise<string[]>
  /** After it resolves, every write acknowledged before is searchable. */
  refresh(index?: string): Promise<void>
}

/** Generations: whole indexes of which one stands behind the alias that readers use. */
export type IndexAdmin = {
  /** The generation behind the alias, null when there is none (for one, somebody deleted the index). */
  current(): Promise<string | null>
  /** A new empty generation: its name. */
  create(): Promise<string>
  /** Whether a generation was made as this program makes them; if not, it is to be built anew. */
  isUpToDate(index: string): boolean
  /** Switches readers in one step; the old generation stays until it is dropped. */
  promote(index: string): Promise<void>
  drop(index: string): Promise<void>
  list(): Promise<string[]>
  /** Papers that can be found (without tombstones). */
  count(index?: string): Promise<number>
  /** Everything a generation holds, tombstones too, by id: for comparing it with the truth. */
  versions(index: string): AsyncIterable<IndexedVersion>
  /** Throws AppError('UNAVAILABLE') when the engine is away. */
  ping(): Promise<void>
}

export type IndexedVersion = { id: string; version: number; deleted: boolean }

export type OpenedIndex = { index: PaperIndex; admin: IndexAdmin; close(): Promise<void> }
