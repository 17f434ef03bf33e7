import type { SourceEntry } from '@paperboy/contracts'

/** The beginning of a dump, decoded: what a format is recognised by. */
export type Sample = {
  text: string
  /** Lines of `text` without their ends; a last line that the sample cuts in two is left out. */
  lines: string[]
  /** Of HTML much more than `text`: saved pages have their styles and pictures first. */
  page?: string
}

export type ReadContext = {
  /** YYYY-MM-DD: the day the operator gave, else the day of receipt. What a date without a year is near to. */
  day: string
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
  /** What to do with a dump that looks like one of this format and yet cannot be read; null where it does not. */
  advice?(sample: Sample): string | null
  /** The day (YYYY-MM-DD) that the dump itself states to be of; null or left out where it states none. */
  statedDate?(sample: Sample, context: ReadContext): string | null
  /** Whether a dump of this format without any entry is a valid answer ("nothing today"); else it fails as empty. */
  mayBeEmpty?: boolean
  /** Throws DumpError `DUMP_SOURCE_ERROR` where the dump is the source's own error message. */
  read(input: AsyncIterable<Uint8Array>, context: ReadContext): AsyncGenerator<SourceEntry>
}
