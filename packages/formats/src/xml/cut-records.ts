import { findEnd, recordTokens } from './record-tokens.ts'

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
 * no other one, and none is held that is too long. `cut` gives what is sure, and how much that is; the rest
 * is to be given again with more text behind it.
 */
export function recordCutter(name: string) {
  const tokens = recordTokens(name)
  let skipping = false

  function cut(text: string, atEnd: boolean): { cuts: Cut[]; done: number } {
    const cuts: Cut[] = []
    let at = 0
    for (;;) {
      if (skipping) {
        at = skip(text, at, atEnd)
        if (skipping) return { cuts, done: at }
      }
      const start = findStart(text, at, atEnd)
      if (start === null) return { cuts, done: lastGap(text, at, atEnd, cuts) }
      const end = findEnd(tokens, text, start, { atEnd, maxChars: MAX_RECORD_CHARS })
      if (end.kind === 'unknown' && !atEnd && text.length - start <= MAX_RECORD_CHARS)
        return { cuts, done: pushGap(cuts, at, start) }
      pushGap(cuts, at, start)
      if (end.kind === 'unknown') at = pushUnended(text, start, atEnd, cuts)
      else {
        const { to } = end
        const why = to - start > MAX_RECORD_CHARS ? 'too-long' : end.kind === 'nested' ? 'no-end' : null
        cuts.push(why ? { kind: 'broken', from: start, to, why } : { kind: 'record', from: start, to })
        at = to
      }
    }
  }

  /** Behind a stretch that is too long: to the next tag of a record. */
  function skip(text: string, from: number, atEnd: boolean): number {
    const tag = tokens.nextTag(text, from)
    if (tag) skipping = false
    else return atEnd ? text.length : Math.max(from, text.length - LONGEST_TAG_START)
    return tag.closes ? tag.end : tag.at
  }

  function pushUnended(text: string, start: number, atEnd: boolean, cuts: Cut[]): number {
    const tooLong = text.length - start > MAX_RECORD_CHARS
    const to = atEnd ? text.length : text.length - LONGEST_TAG_START
    cuts.push({ kind: 'broken', from: start, to, why: tooLong ? 'too-long' : 'no-end' })
    skipping = tooLong
    return to
  }

  function lastGap(text: string, from: number, atEnd: boolean, cuts: Cut[]): number {
    if (text.length - from > MAX_GAP_CHARS) {
      const to = atEnd ? text.length : text.length - LONGEST_TAG_START
      cuts.push({ kind: 'broken', from, to, why: 'no-record' })
      skipping = true
      return to
    }
    return atEnd ? pushGap(cuts, from, text.length) : from
  }

  /** Where the next record begins, outside of comments; null where that is not sure or there is none. */
  function findStart(text: string, from: number, atEnd: boolean): number | null {
    for (let at = from; ; ) {
      const token = tokens.nextOutside(text, at)
      if (token === null || token.kind === 'start') return token?.at ?? null
      const end = text.slice(token.at, token.at + MAX_COMMENT_CHARS).indexOf(token.until)
      if (end === -1 && !atEnd && text.length < token.at + MAX_COMMENT_CHARS) return null
      at = end === -1 ? token.at + 2 : token.at + end + token.until.length
    }
  }

  return { cut }
}

function pushGap(cuts: Cut[], from: number, to: number): number {
  if (to - from > MAX_GAP_CHARS) cuts.push({ kind: 'broken', from, to, why: 'no-record' })
  else if (to > from) cuts.push({ kind: 'gap', from, to })
  return to
}
