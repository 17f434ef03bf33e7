export type RecordTokens = ReturnType<typeof recordTokens>

/** A text that is searched for the same things again and again, each part of it once. */
export type SearchedText = { text: string; indexOf(wanted: string, from: number): number }

export function searchedText(text: string): SearchedText {
  const found = new Map<string, { from: number; at: number }>()
  return {
    text,
    indexOf(wanted, from) {
      const last = found.get(wanted)
      if (last && from >= last.from && (last.at === -1 || last.at >= from)) return last.at
      const at = text.indexOf(wanted, from)
      found.set(wanted, { from, at })
      return at
    },
  }
}

const CDATA = '<![CDATA['
const COMMENT = '<!--'

/** Finds the tags of records, and what may hide them. */
export function recordTokens(name: string) {
  const start = `<(?:[\\w.-]+:)?${name}(?=[\\s/>])`
  const end = `</(?:[\\w.-]+:)?${name}\\s*>`
  const outside = new RegExp(`<!--|<!\\[CDATA\\[|<!DOCTYPE|${start}`, 'g')
  const inside = new RegExp(`<!--|<!\\[CDATA\\[|${start}|${end}`, 'g')
  const tag = new RegExp(`${start}|${end}`, 'g')
  const opening = new RegExp(start, 'g')

  return {
    nextOutside(text: string, from: number) {
      const found = next(outside, text, from)
      if (!found) return null
      const until = endOf(found[0], text, found.index)
      return { at: found.index, until }
    },
    nextInside: (text: string, from: number) => next(inside, text, from),
    nextTag(text: string, from: number) {
      const found = next(tag, text, from)
      if (!found) return null
      return { at: found.index, end: found.index + found[0].length, closes: found[0].startsWith('</') }
    },
    nextStart: (text: string, from: number) => next(opening, text, from)?.index ?? null,
  }
}

/** What ends a comment, a section or a document type; null for the tag of a record. */
export function endOf(token: string, text: string, at: number): string | null {
  if (token === COMMENT) return '-->'
  if (token === CDATA) return ']]>'
  if (!token.startsWith('<!')) return null
  // A document type may declare things in brackets, in which a ">" ends nothing.
  const bracket = /[[>]/.exec(text.slice(at, at + 2_000))?.[0] ?? '['
  return bracket === '[' ? ']>' : '>'
}

function next(pattern: RegExp, text: string, from: number): RegExpExecArray | null {
  pattern.lastIndex = from
  return pattern.exec(text)
}

export type RecordEnd = { kind: 'end' | 'nested'; to: number } | { kind: 'unknown' }

/** Where the record that begins at `start` ends: with its tag, or where another one begins within it. */
export function findEnd(
  tokens: RecordTokens,
  searched: SearchedText,
  start: number,
  { atEnd, maxChars }: { atEnd: boolean; maxChars: number },
): RecordEnd {
  const { text } = searched
  const tagEnd = searched.indexOf('>', start)
  if (tagEnd === -1) return nestedFrom(tokens, text, start + 1)
  const isEmpty = text[tagEnd - 1] === '/' && tokens.nextInside(text.slice(start + 1, tagEnd), 0) === null
  if (isEmpty) return { kind: 'end', to: tagEnd + 1 }
  for (let at = start + 1; ; ) {
    const found = tokens.nextInside(text, at)
    if (!found) return { kind: 'unknown' }
    const token = found[0]
    const until = endOf(token, text, found.index)
    if (until === null)
      return token.startsWith('</')
        ? { kind: 'end', to: found.index + token.length }
        : { kind: 'nested', to: found.index }
    const end = searched.indexOf(until, found.index + token.length)
    const isOpen = end === -1 || end - start > maxChars
    if (isOpen && !atEnd && text.length - start <= maxChars) return { kind: 'unknown' }
    if (isOpen || swallowsNext(tokens, text.slice(found.index + 1, end)))
      return nestedFrom(tokens, text, found.index)
    at = end + until.length
  }
}

/** A section that was never closed seems to end with the next one, in a later record. */
function swallowsNext(tokens: RecordTokens, hidden: string): boolean {
  return hidden.includes(CDATA) && tokens.nextStart(hidden, 0) !== null
}

function nestedFrom(tokens: RecordTokens, text: string, from: number): RecordEnd {
  const at = tokens.nextStart(text, from)
  return at === null ? { kind: 'unknown' } : { kind: 'nested', to: at }
}
