import type { SourceEntry } from '@paperboy/contracts'
import type { EntryRun } from '../understand-entries.ts'

type Wanted = { ordinal: number; position: string }

/**
 * Reads entries of a dump by their places, forwards. Null when an entry does not stand at the position that it
 * had: the dump is read in another way now, and its places mean nothing any more.
 */
export function entriesAt(source: AsyncIterable<SourceEntry>) {
  const entries = source[Symbol.asyncIterator]()
  let next = 0
  const read = async (ordinal: number): Promise<SourceEntry | null> => {
    for (;;) {
      const { value, done } = await entries.next()
      if (done) return null
      if (next++ === ordinal) return value
    }
  }
  return {
    async take(wanted: Wanted[]): Promise<EntryRun[] | null> {
      const runs: EntryRun[] = []
      for (const { ordinal, position } of wanted) {
        const entry = await read(ordinal)
        if (entry?.position !== position) return null
        runs.push({ firstOrdinal: ordinal, entries: [entry] })
      }
      return runs
    },
    /** Stops the reading, wherever it is. */
    async [Symbol.asyncDispose](): Promise<void> {
      await entries.return?.()
    },
  }
}
