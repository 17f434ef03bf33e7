import { expect, test } from 'vitest'
import { aPaper } from '../a-gateway.suite.ts'
import { bibtex } from './bibtex.ts'

test('a paper with everything becomes a whole entry', () => {
  const paper = aPaper({
    title: 'Attention Is All You Need',
    authors: [{ name: 'Ashish Vaswani' }, { name: 'Noam Shazeer' }],
    arxivId: '1706.03762',
    doi: '10.1000/abc_1',
    categories: ['cs.CL'],
    publishedAt: '2017-06-12T00:00:00.000Z',
    abstract: 'Short.',
  })
  expect(bibtex(paper)).toBe(`@misc{paperboy-abc123,
  title = {{Attention Is All You Need}},
  author = {Ashish Vaswani and Noam Shazeer},
  year = {2017},
  eprint = {1706.03762},
  archiveprefix = {arXiv},
  primaryclass = {cs.CL},
  doi = {10.1000/abc_1},
  url = {https://arxiv.org/abs/1706.03762},
  abstract = {Short.},
}
`)
})

test('what BibTeX reads as its own is escaped', () => {
  const entry = bibtex(aPaper({ title: 'A_1 & B: 50% {of} $x^2$ #~\\', abstract: null }))
  expect(entry).toContain(
    'title = {{A\\_1 \\& B: 50\\% \\{of\\} \\$x\\textasciicircum{}2\\$ \\#\\textasciitilde{}\\textbackslash{}}}',
  )
})

test('a brace in an address cannot end its field', () => {
  expect(bibtex(aPaper({ url: 'https://a.test/{x}' }))).toContain('url = {https://a.test/%7Bx%7D}')
})

test('a name with "and" in it stays one author', () => {
  expect(bibtex(aPaper({ authors: [{ name: 'Research and Co' }] }))).toContain('author = {{Research and Co}}')
})

test('an old arXiv id tells the year', () => {
  expect(bibtex(aPaper({ arxivId: 'cs/9901001' }))).toContain('year = {1999}')
})

test('nothing is stated that is not known', () => {
  expect(bibtex(aPaper())).not.toMatch(/author|year|doi|url|eprint/)
})
