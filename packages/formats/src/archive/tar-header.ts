const NAME = [0, 100] as const
const SIZE = [124, 136] as const
const CHECKSUM = [148, 156] as const
const TYPE = 156
const MAGIC = [257, 263] as const
const PREFIX = [345, 500] as const

export type TarHeader = { name: string; size: number; type: string }

/** The sum over all bytes, with blanks where the sum itself stands. */
function checksum(block: Buffer): number {
  let sum = 0
  for (const [at, byte] of block.entries()) sum += at >= CHECKSUM[0] && at < CHECKSUM[1] ? 0x20 : byte
  return sum
}

/** By its checksum, which also the oldest tar has. */
export function isTarHeader(block: Buffer): boolean {
  return block.length === 512 && block[0] !== 0 && numberAt(block, CHECKSUM) === checksum(block)
}

export function readTarHeader(block: Buffer): TarHeader {
  const name = textAt(block, NAME)
  const prefix = textAt(block, MAGIC).startsWith('ustar') ? textAt(block, PREFIX) : ''
  return {
    name: prefix && !textAt(block, MAGIC).startsWith('ustar ') ? `${prefix}/${name}` : name,
    size: numberAt(block, SIZE),
    type: String.fromCharCode(block[TYPE] || 0x30),
  }
}

function textAt(block: Buffer, [from, to]: readonly [number, number]): string {
  const end = block.indexOf(0, from)
  return block.toString('utf8', from, end === -1 || end > to ? to : end)
}

/** Octal digits, or binary where the highest bit is set (GNU, for more than 8 GiB); NaN for neither. */
function numberAt(block: Buffer, [from, to]: readonly [number, number]): number {
  if ((block[from] ?? 0) === 0x80) return Number(block.readBigUInt64BE(to - 8))
  const digits = block
    .toString('latin1', from, to)
    .replace(/[\0 ]+/g, ' ')
    .trim()
  return /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : Number.NaN
}

const MAX_PAX_RECORDS = 1000

/** The values of a pax header, `"27 path=some/name\n"` and so on, by key. */
export function paxValues(bytes: Buffer): Map<string, string> {
  const values = new Map<string, string>()
  for (let at = 0; at < bytes.length && values.size < MAX_PAX_RECORDS; ) {
    const blank = bytes.indexOf(0x20, at)
    const length = Number(bytes.toString('latin1', at, blank))
    if (blank === -1 || !Number.isSafeInteger(length) || length <= blank - at) break
    const record = bytes.toString('utf8', blank + 1, at + length - 1)
    const equals = record.indexOf('=')
    if (equals > 0) values.set(record.slice(0, equals), record.slice(equals + 1))
    at += length
  }
  return values
}
