import { createHash } from 'node:crypto'
import type { SearchRequest } from '@paperboy/contracts'
import { AppError } from '@paperboy/service-kit'
import { type Static, Type } from 'typebox'
import { Value } from 'typebox/value'
import { Alternative, MAX_ALTERNATIVES } from './acronyms/alternatives.ts'
import { CURSOR_LIFE_MS } from './cursor-life.ts'

const MAX_CURSOR_LENGTH = 100_000
const MAX_REMEMBERED = 10_000

/** How the first page read the query where not as it was typed: another spelling, or with any of its words. */
const QueryReading = Type.Object({
  q: Type.Optional(Type.String({ maxLength: 1000 })),
  loose: Type.Optional(Type.Boolean()),
  alternatives: Type.Optional(Type.Array(Alternative, { maxItems: MAX_ALTERNATIVES })),
  /** Of a ranking fused from words and meaning: how many of its papers were shown. */
  shown: Type.Optional(Type.Integer({ minimum: 0 })),
})
export type QueryReading = Static<typeof QueryReading>

const Common = {
  /** Of the query, sort and filters the cursor belongs to. */
  fingerprint: Type.String(),
  /** Of the first page. */
  total: Type.Integer({ minimum: 0 }),
  /** When it was given out. */
  at: Type.Integer(),
  reading: Type.Optional(QueryReading),
  /** Words that the first page was ranked by beside those of the query. */
  expansion: Type.Optional(
    Type.Array(Type.Object({ stem: Type.String({ maxLength: 100 }), weight: Type.Number() }), {
      maxItems: 50,
    }),
  ),
}
/**
 * The first cursor has no snapshot yet: it names the papers of page one, which the snapshot will leave out.
 * The later ones name a place in a snapshot, in the adapter's own terms.
 */
const Cursor = Type.Union([
  Type.Object({
    ...Common,
    kind: Type.Literal('first'),
    seen: Type.Array(Type.String(), { maxItems: 1000 }),
  }),
  Type.Object({
    ...Common,
    kind: Type.Literal('next'),
    seen: Type.Array(Type.String(), { maxItems: 1000 }),
    snapshot: Type.String({ minLength: 1 }),
    after: Type.Array(Type.Union([Type.Number(), Type.String({ maxLength: 2000 }), Type.Null()]), {
      minItems: 1,
      maxItems: 4,
    }),
  }),
  /** The rest of a fused ranking; `more` papers of the words stand behind it. */
  Type.Object({
    ...Common,
    kind: Type.Literal('fused'),
    seen: Type.Array(Type.String(), { maxItems: 1000 }),
    later: Type.Array(Type.Tuple([Type.String({ maxLength: 1000 }), Type.Number()]), { maxItems: 1000 }),
    more: Type.Boolean(),
  }),
])
export type Cursor = Static<typeof Cursor>
export type FusedCursor = Extract<Cursor, { kind: 'fused' }>
/** Of an adapter: a place in the ranking by words. */
export type PlaceCursor = Exclude<Cursor, FusedCursor>

export type CursorBook = {
  /** The cursor of a request, checked against it; undefined on a first page. */
  read(request: SearchRequest): Cursor | undefined
  write(request: SearchRequest, cursor: NewCursor): string
}
type Unstamped<C> = C extends Cursor ? Omit<C, 'fingerprint' | 'at'> : never
export type NewCursor = Unstamped<Cursor>

/**
 * Cursors hold all they need, so any replica can serve them. What a replica remembers is only when it last
 * saw one: using a cursor again prolongs its life.
 */
export function cursorBook(now: () => number): CursorBook {
  const lastUse = new Map<string, number>()
  return {
    read(request) {
      if (request.cursor === undefined) return undefined
      const cursor = decode(request.cursor)
      if (cursor.fingerprint !== fingerprint(request)) {
        throw new AppError(
          'CURSOR_MISMATCH',
          'The cursor belongs to another query, sort or filter. Start again without cursor.',
        )
      }
      const time = now()
      if (time - Math.max(cursor.at, lastUse.get(request.cursor) ?? 0) > CURSOR_LIFE_MS) throw expired()
      remember(lastUse, request.cursor, time)
      return cursor
    },
    write: (request, cursor) => encode({ ...cursor, fingerprint: fingerprint(request), at: now() }),
  }
}

export function expired(cause?: unknown): AppError {
  return new AppError('CURSOR_EXPIRED', 'The cursor is no longer valid. Start again without cursor.', {
    cause,
  })
}

function remember(lastUse: Map<string, number>, cursor: string, time: number): void {
  lastUse.delete(cursor)
  lastUse.set(cursor, time)
  const [oldest] = lastUse.keys()
  if (lastUse.size > MAX_REMEMBERED && oldest !== undefined) lastUse.delete(oldest)
}

function fingerprint({ q, sort, from, to, hasCode }: SearchRequest): string {
  const parts = [q?.trim() ?? '', sort, from ?? null, to ?? null, hasCode ?? null]
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 12)
}

function encode(cursor: Cursor): string {
  return Buffer.from(JSON.stringify(cursor)).toString('base64url')
}

function decode(text: string): Cursor {
  const fault = new AppError(
    'BAD_REQUEST',
    'cursor is not one that this service gave out. Start again without cursor.',
  )
  if (text.length > MAX_CURSOR_LENGTH || !/^[\w-]+$/.test(text)) throw fault
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64url').toString())
    if (Value.Check(Cursor, value)) return value
  } catch {
    // Not JSON: said below.
  }
  throw fault
}
