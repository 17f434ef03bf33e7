import { describe, expect, test } from 'vitest'
import type { MakeIndex } from '../paper-index.suite.ts'
import type { QueryNode } from '../query/ast.ts'
import { parseQuery } from '../query/parse.ts'
import { aDocument, library, meanings, put } from './documents.ts'
import { ids, withIndex } from './with-index.ts'

/** By relevance "auto-encoder" finds an autoencoder too. */
const isJoined = (q: string): boolean => /^[\p{L}\p{N}]+-[\p{L}\p{N}]+$/u.test(q)

const isLong = (node: QueryNode): boolean =>
  node.kind === 'most' || (node.kind === 'and' && node.nodes.some(isLong))

export function describeSearch(name: string, make: MakeIndex): void {
  describe(`${name}: search`, () => {
    const names = Object.keys(library)
    const fixture = withIndex(
      make,
      names.map((id, n) => put(aDocument(n, { id, ids: [id], ...library[id] }))),
    )
    const september = Object.keys(library).length

    test.each(meanings)('%s finds the right set', async (q, found) => {
      const page = await fixture().find({ q, sort: 'newest' })
      expect(ids(page).sort()).toEqual([...found].sort())
      expect(page.total).toBe(found.length)
    })

    test.each(meanings.filter(([, found]) => found.length > 0))(
      '%s finds the same by relevance, or more where it is long or joined',
      async (q, found) => {
        const page = await fixture().find({ q })
        if (isLong(parseQuery(q).node) || isJoined(q))
          expect(ids(page)).toEqual(expect.arrayContaining(found))
        else expect(ids(page).sort()).toEqual([...found].sort())
        expect(page.total).toBe(page.hits.length)
        expect(found).toContain(ids(page)[0])
      },
    )

    test('no query finds everything, an only-negative one everything else', async () => {
      const { find } = fixture()
      expect((await find({})).total).toBe(september)
      expect((await find({ q: '  ' })).total).toBe(september)
      expect(ids(await find({ q: '-networks' })).sort()).toEqual(
        names.filter((id) => id !== 'graph' && id !== 'hyphen').sort(),
      )
    })

    test('a query is never an error, and what did not parse has a notice', async () => {
      const { find } = fixture()
      const queries = [
        '(',
        ')))',
        '"',
        'AND',
        'a AND (b',
        '-',
        '--',
        '*',
        '**',
        'title:',
        'id:"',
        '\\',
        '{"x":1}',
        '[a TO b]',
        '~2^',
        '/.*/',
        'a:b:c',
        '\0',
        '\ud800',
        '🙂',
        'x'.repeat(500),
        '(a OR b) '.repeat(60),
        'a* b* c*',
      ]
      for (const q of queries)
        expect(typeof (await find({ q, highlight: true, facets: ['month'] })).total, q).toBe('number')
      expect((await find({ q: '(networks OR' })).notice).toMatch(/plain words/)
      expect((await find({ q: 'networks' })).notice).toBeUndefined()
      expect((await find({ q: 'Foo: a (new) method for bar - and baz' })).notice).toBeUndefined()
    })

    test('filters: days are inclusive, UTC, of the first sight', async () => {
      const { find } = fixture()
      expect(ids(await find({ from: '2026-11-02', to: '2026-11-03' })).sort()).toEqual(['graph', 'hyphen'])
      expect(ids(await find({ q: 'networks', to: '2026-11-02' }))).toEqual(['hyphen'])
      expect(ids(await find({ hasCode: true }))).toEqual(['code'])
      expect((await find({ hasCode: false })).total).toBe(september - 1)
      await expect(find({ from: '2026-02-30' })).rejects.toMatchObject({
        code: 'BAD_REQUEST',
        message: expect.stringContaining('from'),
      })
    })

    test('sorts: trending, newest, and relevance, which is trending where nothing is ranked', async () => {
      const { find } = fixture()
      expect(ids(await find({ sort: 'trending' }))).toEqual(names)
      expect(ids(await find({ sort: 'newest' }))).toEqual([...names].reverse())
      expect(ids(await find({}))).toEqual(names)
      expect(ids(await find({ q: '-networks' })).at(0)).toBe('vae')
      expect(ids(await find({ q: 'networks', sort: 'newest' }))).toEqual(['graph', 'hyphen'])
    })

    test('relevance: scores fall, and only ranked results have one', async () => {
      const { find } = fixture()
      const page = await find({ q: 'gener* OR networks OR survey' })
      const scores = page.hits.map((hit) => hit.score ?? Number.NaN)
      expect(ids(page)[0]).toBe('graph')
      expect(scores).toEqual([...scores].sort((a, b) => b - a))
      expect((await find({ sort: 'trending' })).hits.every((hit) => hit.score === null)).toBe(true)
      expect(ids(await find({ q: 'alpha beta gamma delta epsilon zeta eta theta iota kappa' }))).toEqual([
        'words',
        'half',
      ])
    })

    test('facets count all matches, not the page', async () => {
      const { find } = fixture()
      const page = await find({ limit: 1, facets: ['month', 'codeHost', 'category'] })
      expect(page.facets?.month).toEqual([{ value: '2026-11', count: september }])
      expect(page.facets?.codeHost).toEqual([
        { value: 'github', count: 1 },
        { value: 'huggingface', count: 1 },
      ])
      expect(page.facets?.category?.slice(0, 4)).toEqual([
        { value: 'cs.AI', count: 2 },
        { value: 'cs.LG', count: 2 },
        { value: 'math.CO', count: 2 },
        { value: 'math.co-ext', count: 1 },
      ])
      expect((await find({ q: 'networks -graph', facets: ['category'] })).facets).toEqual({
        category: [{ value: 'cs.AI', count: 1 }],
      })
      expect((await find({ q: 'nothingatall', facets: ['category'] })).facets).toEqual({ category: [] })
    })

    test('highlights are escaped but for their marks', async () => {
      const { find } = fixture()
      const [html] = (await find({ q: 'script fake model', highlight: true })).hits
      expect(html?.highlight).toEqual({
        title:
          'Escaping &lt;<mark>script</mark>&gt;alert(1)&lt;/<mark>script</mark>&gt; &amp; &quot;quotes&quot;',
        abstract: [
          'A &lt;mark&gt;<mark>fake</mark> mark&lt;/mark&gt; of a robust <mark>model</mark>, with \uE000sentinels\uE001 inside.',
        ],
      })
      const [graph] = (await find({ q: '"graph neural networks" -zzz general*', highlight: true })).hits
      expect(graph?.highlight).toEqual({
        title: '<mark>Graph neural networks</mark>: a <mark>general</mark> survey',
        abstract: [
          'We survey networks of neurons on graphs. <mark>Generality</mark> matters, and so does <mark>generalization</mark>.',
        ],
      })
      const [accents] = (await find({ q: 'naiver', highlight: true })).hits
      expect(accents?.highlight).toEqual({
        title: 'Über die Schrödinger-Gleichung <mark>naïver</mark> Systeme',
        abstract: [],
      })
      expect((await find({ q: 'networks' })).hits[0]?.highlight).toBeUndefined()
    })

    test('suggest completes titles: whole words, the last one begun', async () => {
      const { index } = fixture()
      expect(await index.suggest('graph neu', 5)).toEqual(['Graph neural networks: a general survey'])
      expect(await index.suggest('Neu', 5)).toEqual(['Graph neural networks: a general survey'])
      expect((await index.suggest('g', 10)).sort()).toEqual(
        [
          'Generated Loss, Augmented Training, and Multiscale VAE',
          'Graph neural networks: a general survey',
          library.accents?.title,
          library.words?.title,
          library.half?.title,
        ].sort(),
      )
      expect((await index.suggest('g', 2)).length).toBe(2)
      expect(await index.suggest('gra neural', 5)).toEqual([])
      expect(await index.suggest('...', 5)).toEqual([])
      expect(await index.suggest('', 5)).toEqual([])
    })
  })

  describe(`${name}: similar`, () => {
    const topics = [
      'graph neural network node embedding message',
      'protein folding amino acid structure residue',
      'quantum error correction qubit surface code',
    ]
    const documents = Array.from({ length: 30 }, (_, n) =>
      aDocument(n, {
        id: `t${n % 3}-${n}`,
        title: `${topics[n % 3]?.split(' ').slice(0, 3).join(' ')} ${n}`,
        abstract: `We study the ${topics[n % 3]} with care.`,
      }),
    )
    const fixture = withIndex(
      make,
      documents.map((document) => put(document)),
    )

    test('similar papers are of the same subject and never the paper itself', async () => {
      const { index } = fixture()
      const hits = await index.similar('t1-4', 5)
      expect(hits).toHaveLength(5)
      for (const hit of hits) expect(hit.id).toMatch(/^t1-(?!4$)/)
      expect(await index.similar('unknown', 5)).toEqual([])
    })
  })
}
