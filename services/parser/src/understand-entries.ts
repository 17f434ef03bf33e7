import type { SourceEntry } from '@paperboy/contracts'
import { type ChunkNotes, chunkNotes } from './chunk-notes.ts'
import { type OrdinalReject, readEntries, type Understood } from './read-entries.ts'
import { takeTurns } from './take-turns.ts'

/** Consecutive entries of a dump. */
export type EntryRun = { firstOrdinal: number; entries: SourceEntry[] }
export type UnderstoodRuns = { said: Understood; rejects: OrdinalReject[]; notes: ChunkNotes }

const SLICE = 25

/** What entries say, and which say nothing; between slices of them other work of the process gets its turn. */
export async function understandEntries(
  runs: EntryRun[],
  format: Parameters<typeof readEntries>[2],
): Promise<UnderstoodRuns> {
  const said: Understood = { items: [], withdrawals: [] }
  const rejects: OrdinalReject[] = []
  const accepted: SourceEntry[] = []
  const turn = takeTurns()
  for (const { entries, firstOrdinal } of runs.flatMap(slices)) {
    const read = readEntries(entries, firstOrdinal, format)
    said.items.push(...read.items)
    said.withdrawals.push(...read.withdrawals)
    rejects.push(...read.rejects)
    const refused = new Set(read.rejects.map(({ ordinal }) => ordinal))
    accepted.push(...entries.filter((_, index) => !refused.has(firstOrdinal + index)))
    await turn()
  }
  return { said, rejects, notes: chunkNotes(accepted, said) }
}

function slices({ firstOrdinal, entries }: EntryRun): EntryRun[] {
  const parts: EntryRun[] = []
  for (let at = 0; at < entries.length; at += SLICE) {
    parts.push({ firstOrdinal: firstOrdinal + at, entries: entries.slice(at, at + SLICE) })
  }
  return parts
}
