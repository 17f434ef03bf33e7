import { describe, expect, test } from 'vitest'
import type { MakeIndex } from '../paper-index.suite.ts'
import { aDocument, put } from './documents.ts'
import { allPages, ids, withIndex } from './with-index.ts'

const papers = {
  law: { title: 'Retrieval-augmented generation (RAG) for law', abstract: 'RAG answers questions.' },
  medicine: { title: 'Answers of physicians', abstract: 'RAG (retrieval augmented generation) in medicine.' },
  plain: { title: 'Answers from documents', abstract: 'We use retrieval-augmented generations of text.' },
  short: { title: 'Answers from libraries', abstract: 'We use RAG of text.' },
  apart: { title: 'Generation of retrieval', abstract: 'Augmented by hand.' },
  own: { title: 'Extra quick zebras (XQZ)', abstract: 'Ours alone.' },
  zebras: { title: 'Extra quick zebras', abstract: 'In the wild.' },
  vision1: { title: 'Convolutional neural networks (CNNs)', abstract: 'Pictures.' },
  vision2: { title: 'A convolutional neural network (CNN)', abstract: 'Faces.' },
  vision3: {
    title: 'Convolutional neural networks: CNN and more',
    abstract: 'A condensed nearest neighbor (CNN).',
  },
  vision4: { title: 'Convolutional neural networks (CNN) again', abstract: 'Pictures.' },
  vision5: { title: 'Seeing with a convolutional neural network', abstract: 'Without letters.' },
  neighbor: { title: 'Condensed nearest neighbor rules', abstract: 'Prototypes.' },
  exam1: { title: 'Computerized adaptive testing (CAT)', abstract: 'Exams.' },
  exam2: { title: 'Computerized adaptive testing (CAT) at school', abstract: 'Exams.' },
  exam3: { title: 'Computerized adaptive testing', abstract: 'Exams.' },
}
const cats = Array.from({ length: 30 }, (_, n) => ({ id: `cat${n}`, title: `A cat that purrs, part ${n}` }))

/** Papers are found by an acronym where they write out what it stands for, and the other way round. */
export function describeAcronyms(name: string, make: MakeIndex): void {
  describe(`${name}: acronyms`, () => {
    const fixture = withIndex(
      make,
      [...Object.entries(papers).map(([id, given]) => ({ id, ...given })), ...cats].map((given, n) =>
        put(aDocument(n, given)),
      ),
    )

    test.each(['RAG', 'rag', 'retrieval augmented generation', 'Retrieval-Augmented Generation'])(
      '%s finds papers with either form, those with the form that was typed before the others',
      async (q) => {
        const page = await fixture().find({ q })
        const found = ids(page)
        const written = q.length > 3 ? ['law', 'medicine', 'plain', 'apart'] : ['law', 'medicine', 'short']
        const other = q.length > 3 ? 'short' : 'plain'
        expect(found.slice(0, -1).sort()).toEqual(written.sort())
        expect(found.at(-1)).toBe(other)
        expect(page.total).toBe(found.length)
        expect(page.notice).toBeUndefined()
      },
    )

    test('what is exact stays so: quotes, fields, operators, exclusions, beginnings, and orders by date', async () => {
      const { find } = fixture()
      for (const q of ['"RAG"', 'abstract:RAG OR title:RAG', 'RAG AND RAG', 'ra* RAG -cat', 'title:rag'])
        expect(ids(await find({ q })), q).not.toContain('plain')
      expect(ids(await find({ q: '"retrieval augmented generation"' }))).not.toContain('short')
      for (const sort of ['newest', 'trending'] as const)
        expect(ids(await find({ q: 'RAG', sort })).sort()).toEqual(['law', 'medicine', 'short'])
      expect(ids(await find({ q: 'documents -RAG' }))).toEqual(['plain'])
    })

    test('beside other words, and in a sentence', async () => {
      const { find } = fixture()
      expect(ids(await find({ q: 'RAG documents' }))).toEqual(['plain'])
      expect(ids(await find({ q: 'RAG questions' }))).toEqual(['law'])
      expect(
        ids(await find({ q: 'how can retrieval augmented generation be used in libraries and homes' })),
      ).toContain('short')
    })

    test('pages and marks are of the same reading', async () => {
      const pages = await allPages(fixture(), { q: 'RAG', limit: 1, highlight: true })
      expect(new Set(pages.map(({ total }) => total))).toEqual(new Set([4]))
      const seen = pages.flatMap(({ hits }) => hits)
      expect(seen.map(({ id }) => id).sort()).toEqual(['law', 'medicine', 'plain', 'short'])
      expect(seen.at(-1)?.highlight?.abstract).toEqual([
        'We use <mark>retrieval-augmented generations</mark> of text.',
      ])
    })

    test('what one paper alone defines is nobody else’s', async () => {
      const { find } = fixture()
      expect(ids(await find({ q: 'XQZ' }))).toEqual(['own'])
      expect(ids(await find({ q: 'extra quick zebras' })).sort()).toEqual(['own', 'zebras'])
    })

    test('of several meanings the frequent ones count, and a rare one is not said by the acronym', async () => {
      const { find } = fixture()
      const vision = ['vision1', 'vision2', 'vision3', 'vision4', 'vision5']
      expect(ids(await find({ q: 'CNN' })).sort()).toEqual(vision)
      expect(ids(await find({ q: 'cnns' })).sort()).toEqual(vision)
      expect(ids(await find({ q: 'condensed nearest neighbor' })).sort()).toEqual(['neighbor', 'vision3'])
    })

    test('a word that is an acronym elsewhere is one only in capitals', async () => {
      const { find } = fixture()
      expect(ids(await find({ q: 'cat' }))).not.toContain('exam3')
      expect(ids(await find({ q: 'CAT' }))).toContain('exam3')
    })
  })

  describe(`${name}: acronyms follow the papers`, () => {
    const fixture = withIndex(make)

    test('they are learnt from papers that come, and forgotten with those that change or go', async () => {
      const { write, find } = fixture()
      const defining = (id: string) => aDocument(1, { id, title: `Graph attention (GAT) in ${id}` })
      const found = async () => ids(await find({ q: 'GAT' })).includes('plain')
      await write([put(aDocument(2, { id: 'plain', title: 'On graph attention' })), put(defining('a'))])
      expect(await found()).toBe(false)
      await write([put(defining('b')), put(defining('c'))])
      expect(await found()).toBe(true)
      await write([put(defining('a'), 2), { kind: 'delete', id: 'b', version: 2 }])
      expect(await found()).toBe(true)
      await write([put(aDocument(1, { id: 'c', title: 'GAT, not spelled out' }), 2)])
      expect(await found()).toBe(false)
      await write([put(defining('b'), 3)])
      expect(await found()).toBe(true)
    })
  })
}
