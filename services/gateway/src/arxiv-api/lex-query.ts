import type { ArxivField, DateRange } from './query-node.ts'
import { readDates } from './read-dates.ts'

export type Token =
  | { kind: 'open' | 'close' | 'AND' | 'OR' | 'ANDNOT' }
  | { kind: 'text'; text: string; quoted: boolean }
  /** Of the text or the group that follows. */
  | { kind: 'field'; field: ArxivField }
  | { kind: 'dates'; range: DateRange }

const FIELDS: Record<string, ArxivField> = {
  ...{ ti: 'ti', au: 'au', abs: 'abs', cat: 'cat', id: 'id', all: 'all' },
  ...{ co: 'unknown', jr: 'unknown', rn: 'unknown' },
}
const TOKEN = new RegExp(
  [
    /\s+/,
    /(?<bracket>[()])/,
    /(?:submittedDate|lastUpdatedDate):\s*\[\s*(?<from>[^\s\]]+)\s+TO\s+(?<to>[^\s\]]+)\s*\]/,
    /(?<field>ti|au|abs|cat|id|all|co|jr|rn):\s*(?=[^\s)])/,
    /"(?<quoted>[^"]*)"/,
    /(?<run>[^\s()"]+)/,
    // A quote that is never closed.
    /"/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'gu',
)
const OPERATORS: Record<string, 'AND' | 'OR' | 'ANDNOT'> = {
  AND: 'AND',
  OR: 'OR',
  ANDNOT: 'ANDNOT',
  NOT: 'ANDNOT',
}

/** Null where a date cannot be read. */
export function lexQuery(query: string): Token[] | null {
  const tokens: Token[] = []
  for (const { groups = {} } of query.matchAll(TOKEN)) {
    const token = tokenOf(groups)
    if (token === null) return null
    if (token) tokens.push(token)
  }
  return tokens
}

function tokenOf(found: Record<string, string | undefined>): Token | null | undefined {
  const { bracket, from, to, field, quoted, run } = found
  if (bracket !== undefined) return { kind: bracket === '(' ? 'open' : 'close' }
  if (from !== undefined && to !== undefined) {
    const range = readDates(from, to)
    return range && { kind: 'dates', range }
  }
  if (field !== undefined) return { kind: 'field', field: FIELDS[field] ?? 'unknown' }
  if (quoted !== undefined) return text(quoted, true)
  if (run === undefined) return undefined
  const operator = OPERATORS[run]
  return operator ? { kind: operator } : text(run, false)
}

function text(written: string, quoted: boolean): Token | undefined {
  // Signs alone find nothing, but the star alone finds everything.
  return written === '*' || /[\p{L}\p{N}]/u.test(written)
    ? { kind: 'text', text: written, quoted }
    : undefined
}
