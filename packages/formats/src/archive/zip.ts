import { DumpCut, DumpError } from '../dump-error.ts'
import type { Spent } from './archive-limits.ts'
import type { ByteReader } from './byte-reader.ts'
import { isOfTheSystem, type Member, memberName } from './member.ts'
import { zipContent } from './zip-content.ts'
import { LOCAL_HEADER_BYTES, readZipHeader, tailBytes, type ZipHeader } from './zip-header.ts'

const LOCAL = 0x04034b50
/** The list of files, which only readers that jump need: it ends the files themselves. */
const ENDS = new Set([0x02014b50, 0x06054b50, 0x06064b50, 0x08064b50])
/** Written before the first member of an archive in parts that has only one. */
const MARKS = new Set([0x30304b50, 0x08074b50])

/**
 * The files of a zip, one after the other as they stand in it. Libraries either want to jump to the list at
 * its end, or look for signatures where a file ends, which also stand within files.
 */
export async function* zipMembers(input: ByteReader, used: Spent): AsyncGenerator<Member> {
  for (let number = 0; ; number += 1) {
    const header = await nextHeader(input, number)
    if (!header) return
    const content = zipContent(input, header, used)
    if (!header.name.endsWith('/') && !isOfTheSystem(header.name)) {
      used.member()
      yield { name: memberName(header.name), bytes: content.bytes() }
    }
    await content.passOver()
  }
}

async function nextHeader(input: ByteReader, number: number): Promise<ZipHeader | null> {
  let signature = (await input.take(4)).readUInt32LE(0)
  if (number === 0 && MARKS.has(signature)) signature = (await input.take(4)).readUInt32LE(0)
  if (ENDS.has(signature)) return null
  if (signature !== LOCAL) {
    throw new DumpCut(`behind file ${number} of the zip stands something that is no file`, null)
  }
  const fixed = Buffer.concat([Buffer.alloc(4), await input.take(LOCAL_HEADER_BYTES - 4)])
  const header = readZipHeader(fixed, await input.take(tailBytes(fixed)))
  if (header.packedSize !== null && !Number.isSafeInteger(header.packedSize)) {
    throw new DumpError('DUMP_UNREADABLE', 'The zip archive is damaged: the size of a file is none.')
  }
  return header
}
