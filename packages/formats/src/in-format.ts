import type { SourceEntry, SourceReject } from '@paperboy/contracts'
import { DumpError } from './dump-error.ts'
import type { OpenedDump, OpenOptions } from './open-dump.ts'

/** So many entries in a row that are none of a format say that the dump is in another one. */
const ENOUGH_ENTRIES = 100
/** Text that the format has no place for; a record without a title is a record all the same. */
const STRANGE = /^NOT_/

/**
 * A dump whose format was named rather than found. Its entries throw DumpError before the first one where nothing
 * at their beginning is of that format: so many rejects would tell less.
 */
export function inFormat(dump: OpenedDump, wanted: OpenOptions['format']): OpenedDump {
  return wanted === 'auto' ? dump : { ...dump, entries: entriesIn(dump) }
}

async function* entriesIn({ format, entries }: OpenedDump): AsyncGenerator<SourceEntry> {
  const strange: SourceReject[] = []
  try {
    for await (const entry of entries) {
      if (entry.kind !== 'reject' || !STRANGE.test(entry.code)) {
        yield* strange
        yield entry
        yield* entries
        return
      }
      strange.push(entry)
      if (strange.length === ENOUGH_ENTRIES) break
    }
    const [first] = strange
    if (first) throw otherFormat(format.name, first)
  } finally {
    await entries.return(undefined)
  }
}

function otherFormat(name: string, { position, reason }: SourceReject): DumpError {
  return new DumpError(
    'DUMP_FORMAT_UNKNOWN',
    `The dump is not in the format ${name}: nothing at its beginning can be read so (${position}: ${reason}) Send it without a format, or with the right one.`,
  )
}
