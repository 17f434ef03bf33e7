import type { Guess, SourceEntry } from '@paperboy/contracts'
import type { Item } from './read-entries.ts'

/** A format has a small set of sentences; whatever it does, a chunk's notes stay small. */
const MAX_GUESSES = 50
const MAX_GUESS_LENGTH = 200

/** What a report says of the records of a chunk beside their number. */
export type ChunkNotes = { withoutAbstract: number; guesses: Guess[] }

export function chunkNotes(entries: SourceEntry[], items: Item[]): ChunkNotes {
  const guesses = new Map<string, Guess>()
  for (const entry of entries) {
    if (entry.kind !== 'record') continue
    for (const text of entry.guesses ?? []) note(guesses, text.slice(0, MAX_GUESS_LENGTH), entry.position)
  }
  const withoutAbstract = items.filter((item) => item.facts.abstract === null).length
  return { withoutAbstract, guesses: [...guesses.values()] }
}

/** Adds up what several chunks noted. */
export function addNotes(notes: ChunkNotes, more: ChunkNotes): ChunkNotes {
  const guesses = new Map(notes.guesses.map((guess) => [guess.guess, { ...guess }]))
  for (const { guess, count, position } of more.guesses) {
    const known = guesses.get(guess)
    if (known) known.count += count
    else if (guesses.size < MAX_GUESSES) guesses.set(guess, { guess, count, position })
  }
  return { withoutAbstract: notes.withoutAbstract + more.withoutAbstract, guesses: [...guesses.values()] }
}

function note(guesses: Map<string, Guess>, guess: string, position: string): void {
  const known = guesses.get(guess)
  if (known) known.count += 1
  else if (guesses.size < MAX_GUESSES) guesses.set(guess, { guess, count: 1, position })
}
