import { createHash } from 'node:crypto'

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567'
const ID_CHARS = 16

/**
 * The public id of a paper: 80 bits of a SHA-256 in base32. It has neither a dot nor a slash, so it is
 * never taken for an arXiv id or a DOI. `distinguisher` is for a title that another paper has already.
 */
export function paperId(titleKey: string, distinguisher?: string): string {
  const hash = createHash('sha256').update(titleKey)
  if (distinguisher !== undefined) hash.update('\u0000').update(distinguisher)
  const digest = hash.digest()
  let bits = digest.readBigUInt64BE(0) * 65_536n + BigInt(digest.readUInt16BE(8))
  let id = ''
  for (let at = 0; at < ID_CHARS; at += 1) {
    id = ALPHABET.charAt(Number(bits % 32n)) + id
    bits /= 32n
  }
  return id
}
