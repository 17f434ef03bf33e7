const SIZE_64 = 0xffffffff
const ZIP64_EXTRA = 1
export const LOCAL_HEADER_BYTES = 30

export type ZipHeader = {
  name: string
  method: number
  isEncrypted: boolean
  /** The sizes and the checksum stand behind the content; `packedSize` is null then. */
  hasDescriptor: boolean
  isZip64: boolean
  crc: number
  packedSize: number | null
  size: number
}

/** The lengths of what follows the fixed part: name and extra fields. */
export function tailBytes(fixed: Buffer): number {
  return fixed.readUInt16LE(26) + fixed.readUInt16LE(28)
}

/** A local header from its fixed part (signature included) and its tail. */
export function readZipHeader(fixed: Buffer, tail: Buffer): ZipHeader {
  const flags = fixed.readUInt16LE(6)
  const nameBytes = tail.subarray(0, fixed.readUInt16LE(26))
  const sizes = zip64Sizes(fixed, tail.subarray(nameBytes.length))
  const packed = sizes?.packed ?? fixed.readUInt32LE(18)
  const hasDescriptor = (flags & 8) !== 0
  return {
    name: nameText(nameBytes),
    method: fixed.readUInt16LE(8),
    isEncrypted: (flags & 1) !== 0,
    hasDescriptor,
    isZip64: sizes !== null,
    crc: fixed.readUInt32LE(14),
    packedSize: hasDescriptor && packed === 0 ? null : packed,
    size: sizes?.size ?? fixed.readUInt32LE(22),
  }
}

/** Where a size is all ones the real one is in the extra field, each only if it is. */
function zip64Sizes(fixed: Buffer, extra: Buffer): { size: number; packed: number } | null {
  for (let at = 0; at + 4 <= extra.length; ) {
    const [id, length] = [extra.readUInt16LE(at), extra.readUInt16LE(at + 2)]
    const value = extra.subarray(at + 4, at + 4 + length)
    if (id === ZIP64_EXTRA) {
      let from = 0
      const real = (short: number) => {
        if (short !== SIZE_64 || from + 8 > value.length) return short
        from += 8
        return Number(value.readBigUInt64LE(from - 8))
      }
      return { size: real(fixed.readUInt32LE(22)), packed: real(fixed.readUInt32LE(18)) }
    }
    at += 4 + length
  }
  return null
}

/** Names are UTF-8 by a flag that many leave out; what is none is taken for Latin-1. */
function nameText(bytes: Buffer): string {
  const text = bytes.toString('utf8')
  return text.includes('\ufffd') ? bytes.toString('latin1') : text
}

export const MAX_DESCRIPTOR_BYTES = 24
const DESCRIPTOR = 0x08074b50

/** What was read of a member, to be found in its descriptor. */
export type Measured = { crc: number; packed: number; size: number }

/**
 * How long the descriptor at the beginning of `bytes` is that says what was measured; 0 where there is none.
 * Signature and width are left to the writer, and not all keep to what they announced.
 */
export function descriptorBytes(bytes: Buffer, measured: Measured): number {
  const from = bytes.length >= 4 && bytes.readUInt32LE(0) === DESCRIPTOR ? 4 : 0
  for (const width of [8, 4] as const) {
    const end = from + 4 + 2 * width
    if (end > bytes.length || bytes.readUInt32LE(from) !== measured.crc) continue
    const number = (at: number) => (width === 8 ? bytes.readBigUInt64LE(at) : BigInt(bytes.readUInt32LE(at)))
    const isSame = (at: number, size: number) => number(at) === BigInt.asUintN(8 * width, BigInt(size))
    if (isSame(from + 4, measured.packed) && isSame(from + 4 + width, measured.size)) return end
  }
  return 0
}
