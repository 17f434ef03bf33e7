import { setImmediate as nextTurn } from 'node:timers/promises'
import { type CountedDefinition, longKey } from './definitions.ts'
import type { DefinitionLookup, DefinitionSource } from './find-alternatives.ts'

/** A collection that changes all the time is not read whole for each change. */
const LOAD_EVERY_MS = 30_000
/** A change may go unheard, so that no book is used for longer. */
const LIFE_MS = 60_000
/** So many take about a millisecond or two to enter. */
const TURN = 1_000

type Stamp = number | null
type Deps = {
  /** The definitions of these acronyms and long forms, from the engine as it is now. */
  lookUp: DefinitionSource['definitions']
  /** All definitions, as many as may be kept. */
  all(): Promise<CountedDefinition[]>
  now: () => number
  /** Another number after each change of the index, null while nobody can tell. */
  stamp: () => Stamp
}
type Book = {
  stamp: Stamp
  since: number
  byShort: Map<string, CountedDefinition[]>
  byLong: Map<string, CountedDefinition[]>
}

export type DefinitionBook = {
  of: DefinitionSource['definitions']
  /** After a write of our own nothing old is said. */
  forget(): void
}

/**
 * Definitions as the engine would give them, from memory as long as nothing has changed since they were read; nearly
 * each search asks for some. The first search after a change has them read in the background, and asks the engine.
 */
export function definitionBook({ lookUp, all, now, stamp }: Deps): DefinitionBook {
  let book: Book | undefined
  let loadedAt = Number.NEGATIVE_INFINITY

  async function load(current: Stamp): Promise<void> {
    loadedAt = now()
    const begun = loadedAt
    const loaded = await bookOf(await all(), { stamp: current, since: begun })
    if (begun === loadedAt) book = loaded
  }

  return {
    async of(lookup) {
      const current = stamp()
      // Where reading all of them fails, they are looked up one by one, which says what is wrong.
      if (current !== null && now() - loadedAt >= LOAD_EVERY_MS) load(current).catch(() => undefined)
      const isUsable = book && book.stamp === current && now() - book.since < LIFE_MS
      return book && isUsable ? inBook(book, lookup) : lookUp(lookup)
    },
    forget() {
      book = undefined
      loadedAt = Number.NEGATIVE_INFINITY
    },
  }
}

async function bookOf(definitions: CountedDefinition[], from: Pick<Book, 'stamp' | 'since'>): Promise<Book> {
  const book: Book = { ...from, byShort: new Map(), byLong: new Map() }
  for (const [n, definition] of definitions.entries()) {
    if (n % TURN === TURN - 1) await nextTurn()
    enter(book.byShort, definition.short, definition)
    enter(book.byLong, longKey(definition.long.split(' ')), definition)
  }
  return book
}

function enter(entries: Map<string, CountedDefinition[]>, key: string, definition: CountedDefinition): void {
  const known = entries.get(key)
  if (known) known.push(definition)
  else entries.set(key, [definition])
}

function inBook({ byShort, byLong }: Book, { shorts, longs }: DefinitionLookup): CountedDefinition[] {
  const found = [
    ...shorts.flatMap((short) => byShort.get(short) ?? []),
    ...longs.flatMap((long) => byLong.get(long) ?? []),
  ]
  return [...new Set(found)]
}
