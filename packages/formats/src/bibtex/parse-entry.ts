import { type BibtexItem, type BibtexValue, parse } from 'bibtex-parse'

export type BibtexEntry = { type: string; key: string | null; fields: Map<string, string> }
export type ParsedEntry = { kind: 'entry'; entry: BibtexEntry } | { kind: 'nothing' } | { kind: 'fault' }

const MAX_STRINGS = 10_000
/** Not papers, and not to be read: notes of the file's author, and TeX for the bibliography. */
const NO_ENTRY = /^@\s*(?:comment|preamble)\s*[{(]/i

/** Reads entries in order; the abbreviations (`@string`) that a file defines count from there on. */
export function entryParser(): (text: string) => ParsedEntry {
  const strings = new Map<string, string>()
  return (text) => {
    if (NO_ENTRY.test(text)) return { kind: 'nothing' }
    const item = parseOne(text)
    if (item?.itemtype === 'string') {
      if (strings.size < MAX_STRINGS) strings.set(item.name.toLowerCase(), textOfValue(item, strings))
      return { kind: 'nothing' }
    }
    if (item?.itemtype !== 'entry') return { kind: 'fault' }
    const fields = new Map<string, string>()
    for (const field of item.fields) {
      const name = field.name.trim().toLowerCase()
      if (!fields.has(name)) fields.set(name, textOfValue(field, strings))
    }
    return { kind: 'entry', entry: { type: item.type, key: item.key, fields } }
  }
}

function parseOne(text: string): BibtexItem | null {
  try {
    const [item] = parse(text, { number: 'string' })
    return item ?? null
  } catch (error) {
    // The grammar is recursive: RangeError is what thousands of braces come to.
    if (error instanceof Error && (error.name === 'SyntaxError' || error instanceof RangeError)) return null
    throw error
  }
}

function textOfValue(value: BibtexValue, strings: Map<string, string>): string {
  if (value.datatype === 'null') return ''
  if (value.datatype === 'concatinate') return value.value.map((part) => textOfValue(part, strings)).join('')
  if (value.datatype !== 'identifier') return value.value
  return strings.get(value.value.toLowerCase()) ?? value.value
}
