import { findEnd, type RecordTokens, type SearchedText, searchedText } from './record-tokens.ts'

/** A stretch of the text. `gap` is what stands between records: the envelope. */
export type Cut =
  | { kind: 'gap'; from: number; to: number }
  | { kind: 'record'; from: number; to: number }
  | { kind: 'broken'; from: number; to: number; why: BrokenReason }
export type BrokenReason = 'no-end' | 'too-long' | 'no-record'

const MAX_RECORD_CHARS = 4 * 1024 * 1024
const MAX_GAP_CHARS = 1024 * 1024
/** A comment that is open for longer is none: it would hide every record behind it. */
const MAX_COMMENT_CHARS = 64 * 1024
/** Kept back, since a tag may be cut in two at the end of a text. */
const LONGEST_TAG_START = 128

/**
 * Cuts XML into its records by their tags, before any of it is parsed: so one that is not well-formed costs
 * no other one, and none is held that is too long.
 */
export class RecordCutter {
  private readonly tokens: RecordTokens
  /** Within a stretch that is too long: on to the next tag of a record. */
  private skipping = false

  constructor(tokens: RecordTokens) {
    this.tokens = tokens
  }

  /** What is sure, and how far that goes. The rest is to be given again, with more text behind it. */
  cut(text: string, atEnd: boolean): { cuts: Cut[]; done: number } {
    const cuts: Cut[] = []
    const searched = searchedText(text)
    let at = 0
    for (;;) {
      if (this.skipping) at = this.skip(text, at, atEnd)
      if (this.skipping) return { cuts, done: at }
      const start = this.findStart(searched, at, atEnd)
      if (start === null) return { cuts, done: this.lastGap(text, at, atEnd, cuts) }
      pushGap(cuts, at, start)
      const end = findEnd(this.tokens, searched, start, { atEnd, maxChars: MAX_RECORD_CHARS })
      const mayGoOn = !atEnd && text.length - start <= MAX_RECORD_CHARS
      if (end.kind === 'unknown' && mayGoOn) return { cuts, done: start }
      at = end.kind === 'unknown' ? this.openEnd(text, start, atEnd, cuts) : end.to
      if (end.kind !== 'unknown') cuts.push(ended(start, end))
    }
  }

  private skip(text: string, from: number, atEnd: boolean): number {
    const tag = this.tokens.nextTag(text, from)
    if (!tag) return atEnd ? text.length : Math.max(from, text.length - LONGEST_TAG_START)
    this.skipping = false
    return tag.closes ? tag.end : tag.at
  }

  private openEnd(text: string, start: number, atEnd: boolean, cuts: Cut[]): number {
    const isTooLong = text.length - start > MAX_RECORD_CHARS
    const to = atEnd ? text.length : text.length - LONGEST_TAG_START
    cuts.push({ kind: 'broken', from: start, to, why: isTooLong ? 'too-long' : 'no-end' })
    this.skipping = isTooLong && !atEnd
    return to
  }

  private lastGap(text: string, from: number, atEnd: boolean, cuts: Cut[]): number {
    if (atEnd) return pushGap(cuts, from, text.length)
    if (text.length - from <= MAX_GAP_CHARS) return from
    const to = text.length - LONGEST_TAG_START
    cuts.push({ kind: 'broken', from, to, why: 'no-record' })
    this.skipping = true
    return to
  }

  /** Where the next record begins, outside of comments; null where that is not sure or there is none. */
  private findStart({ text, indexOf }: SearchedText, from: number, atEnd: boolean): number | null {
    for (let at = from; ; ) {
      const token = this.tokens.nextOutside(text, at)
      if (!token?.until) return token?.at ?? null
      const end = indexOf(token.until, token.at + 2)
      const isOpen = end === -1 || end - token.at > MAX_COMMENT_CHARS
      if (isOpen && !atEnd && text.length - token.at <= MAX_COMMENT_CHARS) return null
      at = isOpen ? token.at + 2 : end + token.until.length
    }
  }
}

function ended(from: number, end: { kind: 'end' | 'nested'; to: number }): Cut {
  const { to } = end
  if (to - from > MAX_RECORD_CHARS) return { kind: 'broken', from, to, why: 'too-long' }
  return end.kind === 'nested' ? { kind: 'broken', from, to, why: 'no-end' } : { kind: 'record', from, to }
}

function pushGap(cuts: Cut[], from: number, to: number): number {
  if (to - from > MAX_GAP_CHARS) cuts.push({ kind: 'broken', from, to, why: 'no-record' })
  else if (to > from) cuts.push({ kind: 'gap', from, to })
  return to
}
