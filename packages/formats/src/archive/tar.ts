import { DumpCut, DumpError } from '../dump-error.ts'
import type { Spent } from './archive-limits.ts'
import type { ByteReader } from './byte-reader.ts'
import { isOfTheSystem, type Member, memberName } from './member.ts'
import { isTarHeader, paxValues, readTarHeader, type TarHeader } from './tar-header.ts'

const BLOCK = 512
const PIECE_BYTES = 64 * 1024
/** A name longer than this is none; libraries keep such a header in memory whatever its size. */
const MAX_NAME_BYTES = 64 * 1024
const FILE_TYPES = new Set(['0', '7'])

/** The files of a tar, one after the other; links, folders and devices are passed over. */
export async function* tarMembers(input: ByteReader, used: Spent): AsyncGenerator<Member> {
  const next: { name?: string | undefined; size?: number | undefined; isSparse?: boolean } = {}
  for (;;) {
    const header = await nextHeader(input)
    if (!header) return
    const size = (isOfTheNext(header.type) ? undefined : next.size) ?? header.size
    if (!Number.isSafeInteger(size) || size < 0) throw damaged('the size of a member is none')
    const left = { bytes: size }
    const bytes = content(input, left, used)
    if (isOfTheNext(header.type)) Object.assign(next, await aboutNext(header, bytes))
    else {
      const name = next.name ?? header.name
      if (isSparse(header.type, next.isSparse)) {
        used.member()
        yield { name: memberName(name), bytes: sparse() }
      } else if (FILE_TYPES.has(header.type) && !isOfTheSystem(name)) {
        used.member()
        yield { name: memberName(name), bytes }
      }
      if (!isOfOthers(header.type)) Object.assign(next, { name: undefined, size: undefined, isSparse: false })
    }
    // What nobody read is passed over, to stand at the next header.
    for await (const _ of content(input, left, used));
    await skip(input, (BLOCK - (size % BLOCK)) % BLOCK)
  }
}

/** A long link name, or values for all members: they may stand between a member and what was said of it. */
const isOfOthers = (type: string) => type === 'K' || type === 'g'
const isOfTheNext = (type: string) => type === 'x' || type === 'L'

/** A block of zeros is the end, as is the end of the input. */
async function nextHeader(input: ByteReader): Promise<TarHeader | null> {
  const block = await input.takeUpTo(BLOCK)
  if (block.every((byte) => byte === 0)) return null
  if (!isTarHeader(block)) throw damaged('a header is broken')
  return readTarHeader(block)
}

/** A long name (GNU) or the values of pax for the member that follows. */
async function aboutNext(header: TarHeader, bytes: AsyncGenerator<Buffer>) {
  if (header.size > MAX_NAME_BYTES) throw damaged('the name of a member is too long')
  const parts: Buffer[] = []
  for await (const part of bytes) parts.push(part)
  const whole = Buffer.concat(parts)
  if (header.type === 'L') return { name: whole.toString('utf8').replace(/\0.*$/s, '') }
  const values = paxValues(whole)
  const name = values.get('GNU.sparse.name') ?? values.get('path')
  const size = values.get('size')
  const isSparse = [...values.keys()].some((key) => key.startsWith('GNU.sparse.'))
  return { isSparse, ...(name !== undefined && { name }), ...(size !== undefined && { size: Number(size) }) }
}

const isSparse = (type: string, isSaid = false) => type === 'S' || isSaid

/** A file with holes stands in the archive without them: what is there is not what it was. */
// biome-ignore lint/correctness/useYield: it says at once that nothing can be read
async function* sparse(): AsyncGenerator<Uint8Array> {
  const reason =
    'The file in the tar is stored with holes (sparse). Pack it anew without them, or send it by itself.'
  throw new DumpError('DUMP_UNREADABLE', reason)
}

async function* content(input: ByteReader, left: { bytes: number }, used: Spent): AsyncGenerator<Buffer> {
  while (left.bytes > 0) {
    const part = await input.piece(Math.min(left.bytes, PIECE_BYTES))
    if (!part) throw new DumpCut('the archive ends in the middle of a file', null)
    left.bytes -= part.length
    used.count(part.length, input.taken())
    yield part
  }
}

async function skip(input: ByteReader, count: number): Promise<void> {
  // Some writers leave out the padding of the last file: then there is less.
  await input.takeUpTo(count)
}

function damaged(detail: string): DumpError {
  return new DumpError('DUMP_UNREADABLE', `The tar archive is damaged: ${detail}. Send the complete file.`)
}
