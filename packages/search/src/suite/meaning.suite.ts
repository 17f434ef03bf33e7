import { createLogger } from '@paperboy/service-kit'
import { type EmbeddingsServer, startEmbeddings } from '@paperboy/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { MakeIndex } from '../paper-index.suite.ts'
import { toBytes } from '../semantic/bytes.ts'
import { type Embeddings, openEmbeddings } from '../semantic/embeddings.ts'
import type { OpenedMeaning, VectorSource } from '../semantic/meaning.ts'
import { openMeaning } from '../semantic/open-meaning.ts'
import { aDocument, put } from './documents.ts'
import { allPages, type Fixture, ids, open } from './with-index.ts'

const SYNONYMS = [
  ['heart', 'myocardial', 'cardiac'],
  ['attack', 'infarction'],
  ['car', 'automobile'],
  ['lattice', 'crystal'],
]
const special = {
  words: { title: 'Heart attack', abstract: 'Statins.' },
  meaning: {
    title: 'Myocardial infarction',
    abstract: 'Aspirin & <b>statins</b>.',
    codeHosts: ['github.com'],
  },
  late: {
    title: 'Cardiac infarction',
    abstract: 'Statins.',
    month: '2027-01',
    firstSeenAt: Date.UTC(2027, 0, 5),
  },
  auto: { title: 'Automobile', abstract: 'Wheels.' },
  crystal: { title: 'Crystal', abstract: '', codeHosts: ['gitlab.com'] },
}
/** So many papers of other things that the hundred of a fused ranking is not all of them. */
const others = Array.from({ length: 160 }, (_, n) =>
  aDocument(n + 10, { title: `Lattice number${n}`, abstract: `topic${n} subject${n} matter${n} stuff${n}` }),
)
const documents = [
  ...Object.entries(special).map(([id, given], n) => aDocument(n, { id, ...given })),
  ...others,
]

/** What a search finds beyond its words, where there are vectors. */
export function describeMeaning(name: string, make: MakeIndex): void {
  describe(`${name}: meaning`, () => {
    let server: EmbeddingsServer
    let opened: OpenedMeaning
    let fixture: Fixture
    beforeAll(async () => {
      server = await startEmbeddings(SYNONYMS)
      const embeddings = openEmbeddings({ url: server.url, model: 'm' })
      const log = createLogger('test', 'silent')
      opened = openMeaning({ embeddings, source: await vectorsOf(embeddings), log, queryTimeoutMs: 10_000 })
      await opened.catchUp()
      fixture = await open(({ now }) => make({ now, meaning: opened.meaning }))
      await fixture.write(documents.map((document) => put(document)))
    })
    afterAll(async () => {
      for (const index of await fixture.admin.list()) await fixture.admin.drop(index)
      await fixture.close()
      await opened.close()
      await server.stop()
    })
    const found = async (q: string, more = {}) => ids(await fixture.find({ q, ...more }))

    test('a paper that says it in other words stands behind those that the words find', async () => {
      const page = await fixture.find({ q: 'heart attack' })
      expect(ids(page)[0]).toBe('words')
      expect(ids(page).sort()).toEqual(['late', 'meaning', 'words'])
      expect(page).toMatchObject({ total: 3, nextCursor: null })
      expect(page.notice).toBeUndefined()
    })

    test('what no words find is found by meaning, and the answer says so', async () => {
      const page = await fixture.find({ q: 'car' })
      expect(ids(page)).toEqual(['auto'])
      expect(page).toMatchObject({ total: 1, notice: expect.stringContaining('meaning') })
    })

    test('filters hold for them', async () => {
      expect(await found('heart attack', { hasCode: true })).toEqual(['meaning'])
      expect((await found('heart attack', { to: '2026-12-31' })).sort()).toEqual(['meaning', 'words'])
      expect(await found('heart attack', { from: '2027-01-01' })).toEqual(['late'])
    })

    test('phrases, fields and what must not be there are exact', async () => {
      expect(await found('heart attack -aspirin')).not.toContain('meaning')
      expect(await found('heart attack -aspirin')).toContain('late')
      expect((await found('heart attack "aspirin"')).sort()).toEqual(['meaning'])
      expect(await found('"heart attack"')).toEqual(['words'])
      expect(await found('title:heart')).toEqual(['words'])
      expect(await found('heart AND attack')).toEqual(['words'])
      expect(await found('heart OR attack')).toEqual(['words'])
      expect(await found('heart -"attack"')).not.toContain('words')
    })

    test('orders that do not tell how well a paper matches are exact', async () => {
      expect(await found('heart attack', { sort: 'newest' })).toEqual(['words'])
      expect(await found('heart attack', { sort: 'trending' })).toEqual(['words'])
    })

    test('facets count them, and marks are escaped', async () => {
      const page = await fixture.find({ q: 'heart attack', facets: ['codeHost', 'month'], highlight: true })
      expect(page.facets?.codeHost).toEqual([{ value: 'github.com', count: 1 }])
      expect(page.facets?.month?.reduce((sum, { count }) => sum + count, 0)).toBe(3)
      const marks = new Map(page.hits.map((hit) => [hit.id, hit.highlight]))
      expect(marks.get('words')?.title).toBe('<mark>Heart</mark> <mark>attack</mark>')
      expect(marks.get('meaning')?.title).toBe('Myocardial infarction')
    })

    test('every paper comes once, on pages of any size, and scores never rise', async () => {
      for (const limit of [7, 64, 100]) {
        const pages = await allPages(fixture, { q: 'lattice', limit, facets: ['month', 'codeHost'] })
        for (const page of pages) {
          expect(page.facets).toEqual(pages[0]?.facets)
          expect(page.total).toBe(others.length + 1)
          if (page.nextCursor !== null) expect(page.hits).toHaveLength(limit)
        }
        const ofMeaning = [{ value: 'gitlab.com', count: 1 }]
        expect(pages[0]?.facets?.codeHost).toEqual(ofMeaning)
        const hits = pages.flatMap((page) => page.hits)
        expect(new Set(hits.map(({ id }) => id)).size, `limit ${limit}`).toBe(hits.length)
        expect(hits).toHaveLength(others.length + 1)
        const scores = hits.map(({ score }) => score ?? Number.NaN)
        expect(scores).toEqual([...scores].sort((a, b) => b - a))
      }
    })

    test('papers like one are those of its words and those near it', async () => {
      const similar = (await fixture.index.similar('words', 10)).map(({ id }) => id)
      expect(similar.slice(0, 2).sort()).toEqual(['late', 'meaning'])
      expect(await fixture.index.similar('unknown', 10)).toEqual([])
    })

    test('while the server fails, words are found as ever', async () => {
      server.behave(() => ({ status: 500 }))
      const page = await fixture.find({ q: 'heart attack statins' })
      expect(ids(page)).toEqual(['words'])
      expect(page.notice).toBeUndefined()
      server.behave(undefined)
    })

    test('a paper that is gone is not found, though its vector is still there', async () => {
      await fixture.write([{ kind: 'delete', id: 'meaning', version: 2 }])
      expect((await found('heart attack')).sort()).toEqual(['late', 'words'])
      await fixture.write([put(aDocument(1, { id: 'meaning', ...special.meaning }), 3)])
    })

    test('a paper that goes while pages are turned is passed over', async () => {
      const first = await fixture.find({ q: 'lattice', limit: 50 })
      const gone = others.find(({ id }) => !ids(first).includes(id))?.id ?? ''
      await fixture.write([{ kind: 'delete', id: gone, version: 2 }])
      const second = await fixture.find({ q: 'lattice', limit: 50, cursor: first.nextCursor ?? '' })
      expect(second.hits).toHaveLength(50)
      expect(ids(second)).not.toContain(gone)
    })
  })
}

/** All vectors on one page. */
async function vectorsOf(embeddings: Embeddings): Promise<VectorSource> {
  const texts = documents.map(({ title, abstract }) => `${title}\n${abstract}`)
  const answer = await embeddings.ofTexts(texts, { timeoutMs: 10_000 })
  if (answer.kind !== 'vectors') throw new Error(answer.reason)
  const vectors = documents.map(({ id: paperId, firstSeenAt, hasCode }, at) => ({
    ...{ paperId, firstSeenAt, hasCode },
    vector: new Uint8Array(toBytes(answer.vectors[at]!).buffer),
  }))
  return async (_, { after }) => ({ vectors: after === 0 ? vectors : [], place: 1 })
}
