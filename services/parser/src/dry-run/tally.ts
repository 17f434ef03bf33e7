import type { DryRun, Reject, RejectedForCode } from '@paperboy/contracts'
import { addNotes, type ChunkNotes, chunkNotes } from '../chunk-notes.ts'

const REJECTS_SHOWN = 100
const EXAMPLES = 3

type Counts = DryRun['counts']

/** Adds up what the records of a dry run would become. */
export function tally() {
  const counts: Counts = { records: 0, created: 0, updated: 0, unchanged: 0, rejected: 0 }
  const rejects: Reject[] = []
  const byCode = new Map<string, RejectedForCode>()
  let notes: ChunkNotes = chunkNotes([], { items: [], withdrawals: [] })
  return {
    counts,
    chunk(merged: Pick<Counts, 'created' | 'updated' | 'unchanged'>, more: ChunkNotes): void {
      for (const outcome of ['created', 'updated', 'unchanged'] as const) {
        counts[outcome] += merged[outcome]
        counts.records += merged[outcome]
      }
      notes = addNotes(notes, more)
    },
    reject({ position, code, reason, excerpt }: Reject): void {
      const reject = { position, code, reason, excerpt }
      const known = byCode.get(code) ?? { code, count: 0, examples: [] }
      known.count += 1
      if (known.examples.length < EXAMPLES) known.examples.push(reject)
      byCode.set(code, known)
      if (rejects.length < REJECTS_SHOWN) rejects.push(reject)
      counts.rejected += 1
      counts.records += 1
    },
    result: () => ({
      ...{ counts, ...notes, rejects },
      rejected: [...byCode.values()].sort((a, b) => b.count - a.count),
    }),
  }
}

export type Tally = ReturnType<typeof tally>
