import type { Guess, SourceEntry } from '@paperboy/contracts'
import type { Understood } from './read-entries.ts'

/** A format has a small set of sentences; whatever it does, a chunk's notes stay small. */
const MAX_GUESSES = 50
const MAX_GUESS_LENGTH = 200
const UNDATED = 'A record was withdrawn without a date that could be read; the day of the dump was taken.'

/** What a report says of the records of a chunk beside their number. */
export type ChunkNotes = { withoutAbstract: number; withdrawn: number; guesses: Guess[] }

export function chunkNotes(entries: SourceEntry[], { items, withdrawals }: Understood): ChunkNotes {
  const guesses = new Map<string, Guess>()
  for (const entry of entries) {
    if (entry.kind !== 'record') continue
    for (const text of entry.guesses ?? []) note(guesses, text.slice(0, MAX_GUESS_LENGTH), entry.position)
  }
  for (const { at, position } of withdrawals) if (at === null) note(guesses, UNDATED, position)
  const withoutAbstract = items.filter((item) => item.facts.abstract === null).length
  return { withoutAbstract, withdrawn: withdrawals.length, guesses: [...guesses.values()] }
}

/** Adds up what several chunks noted. */
export function addNotes(notes: ChunkNotes, more: ChunkNotes): ChunkNotes {
  const guesses = new Map(notes.guesses.map((guess) => [guess.guess, { ...guess }]))
  for (const { guess, count, position } of more.guesses) {
    const known = guesses.get(guess)
    if (known) known.count += count
    else if (guesses.size < MAX_GUESSES) guesses.set(guess, { guess, count, position })
  }
  return {
    withoutAbstract: notes.withoutAbstract + more.withoutAbstract,
    withdrawn: notes.withdrawn + more.withdrawn,
    guesses: [...guesses.values()],
  }
}

function note(guesses: Map<string, Guess>, guess: string, position: string): void {
  const known = guesses.get(guess)
  if (known) known.count += 1
  else if (guesses.size < MAX_GUESSES) guesses.set(guess, { guess, count: 1, position })
}
