import { refuseBomb } from '../byte-stream.ts'
import { DumpError } from '../dump-error.ts'

export type ArchiveLimits = {
  /** Of all members together, unpacked. */
  maxInflatedBytes: number
  maxMembers: number
}

/**
 * What one archive has used up of its limits; throws DumpError where one is passed. `packed` is how much of the
 * archive was read for all that was counted.
 */
export type Spent = { count(bytes: number, packed: number): void; member(): void }

export function spent(limits: ArchiveLimits): Spent {
  let bytes = 0
  let members = 0
  return {
    count(more, packed) {
      bytes += more
      refuseBomb(bytes, packed)
      if (bytes > limits.maxInflatedBytes) throw tooLarge(limits.maxInflatedBytes)
    },
    member() {
      members += 1
      if (members > limits.maxMembers) throw tooMany(limits.maxMembers)
    },
  }
}

function tooLarge(maxInflatedBytes: number): DumpError {
  return new DumpError(
    'DUMP_TOO_LARGE',
    `The files of the archive are more than ${maxInflatedBytes} bytes when unpacked, the limit ` +
      'MAX_INFLATED_BYTES. Split it into smaller archives, or raise the limit.',
  )
}

function tooMany(maxMembers: number): DumpError {
  return new DumpError(
    'DUMP_TOO_LARGE',
    `The archive holds more than ${maxMembers} files. Split it into smaller archives.`,
  )
}
