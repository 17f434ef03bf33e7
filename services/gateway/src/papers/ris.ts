import type { Paper } from '@paperboy/contracts'
import { paperAddress } from './paper-address.ts'
import { type PublicationDate, publicationDate } from './publication-date.ts'
import { splitName } from './split-name.ts'

/** One record that citation managers import. Lines end in CRLF, as the format wants it. */
export function ris(paper: Paper): string {
  const date = publicationDate(paper)
  const fields: [string, string | null | undefined][] = [
    ['TY', 'GEN'],
    ['ID', `paperboy-${paper.id}`],
    ['TI', paper.title],
    ...paper.authors.map(({ name }): [string, string] => ['AU', author(name)]),
    ['PY', date && String(date.year)],
    ['DA', date && written(date)],
    ['AB', paper.abstract],
    ['DO', paper.doi],
    ['AN', paper.arxivId && `arXiv:${paper.arxivId}`],
    ['UR', paperAddress(paper)],
    ...paper.categories.map((name): [string, string] => ['KW', name]),
  ]
  const lines = fields.flatMap(([tag, value]) => (value ? [`${tag}  - ${oneLine(value)}`] : []))
  return `${lines.join('\r\n')}\r\nER  - \r\n`
}

function author(name: string): string {
  const { family, given, suffix } = splitName(name)
  return [family, given, suffix].filter(Boolean).join(', ')
}

/** `YYYY/MM/DD/`; what is not known stays empty. */
function written({ year, month, day }: PublicationDate): string {
  const two = (part: number | undefined) => (part === undefined ? '' : String(part).padStart(2, '0'))
  return `${year}/${two(month)}/${two(day)}/`
}

/** A line of the text must not begin a field of its own. */
function oneLine(text: string): string {
  return text.replace(/[\s\p{Cc}]+/gu, ' ').trim()
}
