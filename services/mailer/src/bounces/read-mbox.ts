import { createHash } from 'node:crypto'
import type { Readable } from 'node:stream'
import { MAX_MAIL_BYTES } from './mail-parts.ts'
import type { StoredMail } from './read-mailbox.ts'

const MAX_LINE = 64 * 1024
const LINE_FEED = 10
const separator = Buffer.from('From ')
const quoted = /^>+From /

type Line = { bytes: Buffer; isBeginning: boolean }

/**
 * The mails of an mbox file. They are named by their content: a place in the file means nothing after
 * the file was rotated.
 */
export async function* readMbox(file: Readable): AsyncGenerator<StoredMail> {
  let mail: ReturnType<typeof collector> | null = null
  let isAfterBlank = true
  for await (const { bytes, isBeginning } of lines(file)) {
    if (isBeginning && isAfterBlank && bytes.subarray(0, separator.length).equals(separator)) {
      if (mail) yield mail.end()
      mail = collector()
    } else {
      const isQuoted = isBeginning && quoted.test(bytes.toString('latin1', 0, 200))
      mail?.add(isQuoted ? bytes.subarray(1) : bytes)
    }
    isAfterBlank = isBeginning && /^\r?\n$/.test(bytes.toString('latin1', 0, 3))
  }
  if (mail) yield mail.end()
}

/** Keeps the beginning of a mail, and the hash of all of it. */
function collector() {
  const hash = createHash('sha256')
  const kept: Buffer[] = []
  let size = 0
  return {
    add(bytes: Buffer) {
      hash.update(bytes)
      if (size < MAX_MAIL_BYTES) kept.push(bytes)
      size += bytes.length
    },
    end: (): StoredMail => {
      return { name: hash.digest('hex').slice(0, 32), mail: Buffer.concat(kept).subarray(0, MAX_MAIL_BYTES) }
    },
  }
}

/** Lines with their ends; a very long one comes in pieces. */
async function* lines(file: Readable): AsyncGenerator<Line> {
  let rest: Buffer = Buffer.alloc(0)
  let isBeginning = true
  for await (const chunk of file) {
    let bytes = Buffer.concat([rest, chunk])
    for (let end = bytes.indexOf(LINE_FEED); end >= 0; end = bytes.indexOf(LINE_FEED)) {
      yield { bytes: bytes.subarray(0, end + 1), isBeginning }
      bytes = bytes.subarray(end + 1)
      isBeginning = true
    }
    if (bytes.length > MAX_LINE) {
      yield { bytes, isBeginning }
      isBeginning = false
      bytes = Buffer.alloc(0)
    }
    rest = bytes
  }
  if (rest.length > 0) yield { bytes: rest, isBeginning }
}
