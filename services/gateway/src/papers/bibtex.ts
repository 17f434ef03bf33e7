import type { Paper } from '@paperboy/contracts'
import { publicationDate } from './publication-date.ts'

const SPECIAL: Record<string, string> = {
  '\\': '\\textbackslash{}',
  '{': '\\{',
  '}': '\\}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
}

/** One entry that BibTeX and biber read, whatever is in the title. */
export function bibtex(paper: Paper): string {
  const fields = Object.entries(bibFields(paper)).filter((field): field is [string, string] =>
    Boolean(field[1]),
  )
  const lines = fields.map(([name, value]) => `  ${name} = {${value}},`)
  return `@misc{${citationKey(paper)},\n${lines.join('\n')}\n}\n`
}

function bibFields(paper: Paper): Record<string, string | null | undefined> {
  return {
    // The inner braces keep the capitals of the title.
    title: `{${escapeTex(paper.title)}}`,
    author: paper.authors.map(({ name }) => author(name)).join(' and '),
    year: publicationDate(paper)?.year.toString(),
    eprint: paper.arxivId && verbatim(paper.arxivId),
    archiveprefix: paper.arxivId && 'arXiv',
    primaryclass: paper.arxivId && paper.categories[0] && verbatim(paper.categories[0]),
    doi: paper.doi && verbatim(paper.doi),
    url: verbatim(paper.url ?? (paper.arxivId ? `https://arxiv.org/abs/${paper.arxivId}` : '')),
    abstract: paper.abstract && escapeTex(paper.abstract),
  }
}

function escapeTex(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[\\{}~^]/g, (character) => SPECIAL[character] ?? '')
    .replace(/[&%$#_]/g, '\\$&')
}

/** For fields that are not typeset: there only braces could end the value too early. */
function verbatim(text: string): string {
  return text.replace(/[{}\\\s]/g, (character) => encodeURIComponent(character))
}

/** " and " inside a name would make two authors of one. */
function author(name: string): string {
  const text = escapeTex(name)
  return /\sand\s/i.test(text) ? `{${text}}` : text
}

function citationKey({ id }: Paper): string {
  return `paperboy-${id.replace(/[^A-Za-z0-9-]/g, '-')}`
}
