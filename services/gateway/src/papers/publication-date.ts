import type { Paper } from '@paperboy/contracts'

export type PublicationDate = { year: number; month?: number; day?: number }

/** Of the paper itself, or what its arXiv id says; when Paperboy first saw it says nothing about that. */
export function publicationDate({ publishedAt, arxivId }: Paper): PublicationDate | null {
  if (publishedAt) {
    const [year = 0, month = 1, day = 1] = publishedAt.slice(0, 10).split('-').map(Number)
    return { year, month, day }
  }
  const [, digits, month] = /^(?:[a-z.-]+\/)?(\d{2})(\d{2})/i.exec(arxivId ?? '') ?? []
  if (digits === undefined) return null
  // arXiv began in 1991.
  return { year: Number(digits) + (Number(digits) > 90 ? 1900 : 2000), month: Number(month) }
}
