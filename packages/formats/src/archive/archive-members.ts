import { inflatedBytes } from '../byte-stream.ts'
import { DumpError } from '../dump-error.ts'
import { ARCHIVE_HEAD_BYTES, archiveKind, zipStart } from './archive-kind.ts'
import { type ArchiveLimits, spent } from './archive-limits.ts'
import { byteReader } from './byte-reader.ts'
import type { Member } from './member.ts'
import { tarMembers } from './tar.ts'
import { zipMembers } from './zip.ts'

/**
 * The files of a zip or a tar (also packed by gzip or zstd) in their order, in bounded memory. Each is read
 * before the next is asked for; what is left of it is passed over. Throws DumpError where a limit is passed or
 * the bytes are no archive, and DumpCut where the archive breaks off: all files before that were whole.
 */
export async function* archiveMembers(
  bytes: AsyncIterable<Uint8Array>,
  limits: ArchiveLimits,
): AsyncGenerator<Member> {
  const input = byteReader(inflatedBytes(bytes, limits.maxInflatedBytes))
  try {
    const head = await input.takeUpTo(ARCHIVE_HEAD_BYTES)
    const kind = archiveKind(head)
    input.giveBack(kind === 'zip' ? head.subarray(zipStart(head)) : head)
    if (!kind) throw new DumpError('DUMP_UNREADABLE', 'The dump is neither a zip nor a tar archive.')
    const members = kind === 'zip' ? zipMembers : tarMembers
    for await (const member of members(input, spent(limits))) yield member
  } finally {
    await input.close()
  }
}
