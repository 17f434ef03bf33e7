import { describe, expect, test } from 'vitest'
import type { MakeIndex } from '../paper-index.suite.ts'
import { aDocument, put } from './documents.ts'
import { allPages, ids, withIndex } from './with-index.ts'

const papers = {
  graph: { title: 'Neural networks on graphs', abstract: 'We train neural networks that read molecules.' },
  molecules: { title: 'Molecules as graphs', abstract: 'Atoms and bonds, and neural networks for them.' },
  language: {
    title: 'Large language models (LLMs) in medicine',
    abstract: 'Language models answer questions of physicians about diseases.',
  },
  medicine: { title: 'Large trials', abstract: 'Medicine in trials. A model of language is not in it.' },
  twinOld: { title: 'Superconducting qubits', abstract: 'Coherence' },
  twinNew: { title: 'Superconducting qubits', abstract: 'Coherence' },
  physicians: {
    title: 'Diseases that physicians treat',
    abstract: 'LLMs help in medicine.',
    authors: ['Laurens van der Maaten', 'Yann LeCun'],
  },
}

/** What a search does beyond the query language: forgiving, and in a good order. */
export function describeAnswers(name: string, make: MakeIndex): void {
  describe(`${name}: answers`, () => {
    const fixture = withIndex(
      make,
      Object.entries(papers).map(([id, given], n) =>
        put(aDocument(n, { id, ...given, trending: id === 'twinNew' ? 5_000 : 1_000 - n })),
      ),
    )

    test('a misspelt query that finds nothing is searched as it was meant, and says so', async () => {
      const page = await fixture().find({ q: 'nueral netwroks' })
      expect(ids(page).sort()).toEqual(['graph', 'molecules'])
      expect(page).toMatchObject({
        total: 2,
        correctedQuery: 'neural networks',
        didYouMean: 'neural networks',
        notice: expect.stringContaining('neural networks'),
      })
    })

    test('later pages read the query as the first one did', async () => {
      for (const q of ['nueral netwroks', 'graphs physicians']) {
        const pages = await allPages(fixture(), { q, limit: 1 })
        const seen = pages.flatMap(ids)
        expect(seen.length, q).toBeGreaterThan(1)
        expect(new Set(seen).size, q).toBe(seen.length)
        for (const { total } of pages) expect(total, q).toBe(seen.length)
      }
    })

    test('the name of an author is enough, and the answer says what it found', async () => {
      for (const q of ['Yann LeCun', 'lecun', 'Laurens van der Maaten']) {
        const page = await fixture().find({ q, limit: 1 })
        expect(ids(page), q).toEqual(['physicians'])
        expect(page, q).toMatchObject({ total: 1, notice: expect.stringContaining('author') })
      }
      expect(ids(await fixture().find({ q: 'LeCun medicine' }))).not.toEqual([])
      expect((await fixture().find({ q: '"Yann LeCun"' })).total).toBe(0)
    })

    test('what did not parse is said also where something else was searched', async () => {
      const page = await fixture().find({ q: 'nueral netwroks)' })
      expect(page.notice).toMatch(/parenthesis.*neural networks/)
    })

    test('a word that no paper has is offered in another spelling beside what was found', async () => {
      const page = await fixture().find({ q: 'neural networks that read molecules and langauge' })
      expect(page.didYouMean).toBe('neural networks that read molecules and language')
      expect(page.correctedQuery).toBeUndefined()
      expect(page.notice).toBeUndefined()
      expect(ids(page)[0]).toBe('graph')
    })

    test('of many misspelt words the first five are corrected: each costs a look through the vocabulary', async () => {
      const page = await fixture().find({ q: 'nueral netwroks molecluse langauge phisicians medicnie' })
      expect(page.didYouMean).toBe('neural networks molecules language physicians medicnie')
    })

    test('what is spelt well, short, or meant as it stands is not corrected', async () => {
      const { find } = fixture()
      for (const q of ['neural networks', 'xyz', 'title:nueral', '"nueral netwroks"', 'nuer*', '-nueral']) {
        const page = await find({ q })
        expect(page.didYouMean, q).toBeUndefined()
        expect(page.correctedQuery, q).toBeUndefined()
      }
    })

    test('a short query wants all of its words; if no paper has them, some, with a notice', async () => {
      const { find } = fixture()
      const both = await find({ q: 'graphs molecules' })
      expect(ids(both).sort()).toEqual(['graph', 'molecules'])
      expect(both.notice).toBeUndefined()
      const none = await find({ q: 'graphs physicians' })
      expect(ids(none).sort()).toEqual(['graph', 'language', 'molecules', 'physicians'])
      expect(none.notice).toMatch(/some of them/)
      expect((await find({ q: 'graphs physicians', sort: 'newest' })).total).toBe(0)
      expect((await find({ q: 'graphs AND physicians' })).total).toBe(0)
      expect((await find({ q: '"graphs of physicians"' })).total).toBe(0)
    })

    test.each([
      'What papers are there about neural networks that read molecules?',
      'Could you list works that discuss neural networks (which read molecules) - not on tables, or and so on',
      'I am interested in neural networks reading molecules',
      '5" neural networks that read molecules',
    ])('a sentence is no expression: %s', async (q) => {
      const page = await fixture().find({ q })
      expect(ids(page)[0]).toBe('graph')
      expect(page.notice).toBeUndefined()
    })

    test('words side by side as in the query come first', async () => {
      expect(ids(await fixture().find({ q: 'language model' }))).toEqual(['language', 'medicine'])
    })

    test('of equal papers the one that trends more comes first', async () => {
      expect(ids(await fixture().find({ q: 'superconducting qubits' }))).toEqual(['twinNew', 'twinOld'])
    })
  })
}
