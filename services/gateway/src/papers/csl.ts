import type { Paper } from '@paperboy/contracts'
import { type Static, Type } from 'typebox'
import { paperAddress } from './paper-address.ts'
import { publicationDate } from './publication-date.ts'
import { splitName } from './split-name.ts'

/** An item of CSL-JSON, which citation processors read. */
export const CslItem = Type.Object(
  {
    id: Type.String(),
    type: Type.Literal('article', { description: "CSL's word for a preprint" }),
    title: Type.String(),
    author: Type.Optional(
      Type.Array(
        Type.Object({
          family: Type.String(),
          given: Type.Optional(Type.String()),
          suffix: Type.Optional(Type.String()),
        }),
      ),
    ),
    issued: Type.Optional(Type.Object({ 'date-parts': Type.Array(Type.Array(Type.Integer())) })),
    abstract: Type.Optional(Type.String()),
    DOI: Type.Optional(Type.String()),
    URL: Type.Optional(Type.String()),
    number: Type.Optional(Type.String({ description: 'arXiv:… of papers on arXiv' })),
    archive: Type.Optional(Type.String()),
    keyword: Type.Optional(Type.String()),
  },
  { $id: 'CslItem' },
)
export type CslItem = Static<typeof CslItem>

export function csl(paper: Paper): CslItem {
  const date = publicationDate(paper)
  const address = paperAddress(paper)
  const parts = date && [date.year, date.month, date.day].filter((part) => part !== undefined)
  return {
    id: `paperboy-${paper.id}`,
    type: 'article',
    title: paper.title,
    ...(paper.authors.length > 0 && { author: paper.authors.map(({ name }) => splitName(name)) }),
    ...(parts && { issued: { 'date-parts': [parts] } }),
    ...(paper.abstract && { abstract: paper.abstract }),
    ...(paper.doi && { DOI: paper.doi }),
    ...(address && { URL: address }),
    ...(paper.arxivId && { number: `arXiv:${paper.arxivId}`, archive: 'arXiv' }),
    ...(paper.categories.length > 0 && { keyword: paper.categories.join(', ') }),
  }
}
