import type { SourceEntry } from '@paperboy/contracts'

/** The beginning of a dump, decoded: what a format is recognised by. */
export type Sample = {
  text: string
  /** Lines of `text` without their ends; a last line that the sample cuts in two is left out. */
  lines: string[]
}

/**
 * One dump format: bytes in, entries out. Every entry of the dump becomes exactly one record or one
 * reject, in order, and the same bytes always give the same entries. When the input throws `DumpCut`,
 * `read` gives what was complete before it and ends with a reject `TRUNCATED`.
 */
export type Format = {
  name: string
  /** Whether the order of the entries is a ranking. */
  ranks: boolean
  abstractRequired: boolean
  /** Confidence from 0 to 1, by content only: a file's name says nothing. */
  detect(sample: Sample): number
  read(input: AsyncIterable<Uint8Array>): AsyncGenerator<SourceEntry>
}
