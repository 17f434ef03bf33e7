import type { SourceReject } from '@paperboy/contracts'

const EXCERPT_CHARS = 200

/** A short, printable piece of `text`, so that a person recognises the entry. */
function excerpt(text: string): string {
  const printable = text
    .slice(0, EXCERPT_CHARS * 4)
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim()
  const cut = printable.length > EXCERPT_CHARS ? `${printable.slice(0, EXCERPT_CHARS - 1)}…` : printable
  return cut.toWellFormed()
}

export function reject(position: string, code: string, reason: string, text: string): SourceReject {
  return { kind: 'reject', position, code, reason, excerpt: excerpt(text) }
}

/** The last entry of a dump whose compressed stream breaks off. */
export function truncated(position: string, text: string): SourceReject {
  return reject(
    position,
    'TRUNCATED',
    'The compressed dump breaks off here; everything before it was read. Send the complete file.',
    text,
  )
}

/** The last entry of a dump that goes on, in another form, behind the end of its compressed stream. */
export function trailing(position: string): SourceReject {
  return reject(
    position,
    'TRAILING_BYTES',
    'Behind the compressed dump stand bytes that are no further part of it; they were not read. If they are records, send them by themselves.',
    '',
  )
}
