import type { Paper } from '@paperboy/contracts'
import type { Terminal } from '../terminal.ts'
import { printable } from './printable.ts'

const MAX_AUTHORS = 3

/** A paper in a list: its title, and below it who, when, and where it is found. */
export function paperText(paper: Paper, number: number, colours: Terminal['colours']): string[] {
  const { arxivId, id, codeUrls, firstSeenAt } = paper
  const facts = [authorsText(paper), firstSeenAt.slice(0, 10), arxivId ? `arXiv:${arxivId}` : id, codeUrls[0]]
  const below = facts.flatMap((fact) => (fact ? printable(fact) : [])).join(' · ')
  return [`${number}. ${colours.bold(printable(paper.title))}`, `   ${colours.dim(below)}`]
}

function authorsText({ authors }: Paper): string {
  const names = authors.slice(0, MAX_AUTHORS).map(({ name }) => name)
  return names.join(', ') + (authors.length > MAX_AUTHORS ? ' et al.' : '')
}
