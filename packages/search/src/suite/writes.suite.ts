import { describe, expect, test } from 'vitest'
import type { MakeIndex } from '../paper-index.suite.ts'
import { aDocument, put } from './documents.ts'
import { ids, withIndex } from './with-index.ts'

export function describeWrites(name: string, make: MakeIndex): void {
  describe(`${name}: writes`, () => {
    const fixture = withIndex(make)

    test('a change with a version not above the stored one is stale and changes nothing', async () => {
      const { index, find } = fixture()
      const v = (version: number, title: string) => put(aDocument(1, { id: 'v', title }), version)
      expect(await index.write([v(5, 'fifth edition')])).toEqual([{ id: 'v', kind: 'written' }])
      expect(await index.write([v(5, 'again'), v(4, 'older'), v(6, 'sixth edition'), v(5, 'late')])).toEqual([
        { id: 'v', kind: 'stale' },
        { id: 'v', kind: 'stale' },
        { id: 'v', kind: 'written' },
        { id: 'v', kind: 'stale' },
      ])
      await index.refresh()
      expect(ids(await find({ q: 'sixth edition' }))).toEqual(['v'])
      expect((await find({ q: 'fifth' })).total).toBe(0)
    })

    test('a deleted paper is gone from every read, and an older put never brings it back', async () => {
      const { index, admin, find } = fixture()
      const zombie = aDocument(2, {
        id: 'zombie',
        title: 'Zombie processes in kernels',
        categories: ['os.Z'],
      })
      await index.write([put(zombie, 3)])
      await index.refresh()
      const before = await admin.count()
      expect(await index.write([{ kind: 'delete', id: 'zombie', version: 7 }])).toEqual([
        { id: 'zombie', kind: 'written' },
      ])
      expect(await index.write([put(zombie, 6), { kind: 'delete', id: 'zombie', version: 7 }])).toEqual([
        { id: 'zombie', kind: 'stale' },
        { id: 'zombie', kind: 'stale' },
      ])
      await index.refresh()
      for (const q of ['zombie', 'id:zombie', 'category:os.z', 'zomb*', '"zombie processes"']) {
        expect((await find({ q })).total, q).toBe(0)
      }
      expect(ids(await find({}))).not.toContain('zombie')
      expect(ids(await find({ q: '-nothing' }))).not.toContain('zombie')
      expect(await index.suggest('zomb', 5)).toEqual([])
      expect(await index.similar('zombie', 5)).toEqual([])
      expect(await admin.count()).toBe(before - 1)
      expect(await index.write([put(zombie, 8)])).toEqual([{ id: 'zombie', kind: 'written' }])
      await index.refresh()
      expect((await find({ q: 'zombie' })).total).toBe(1)
    })

    test('by relevance too, papers that no word finds are found and deleted ones are not, counted alike', async () => {
      const { index, find } = fixture()
      const spoken = aDocument(1, { id: 'spoken', title: 'Zyzzyva beetles', authors: ['Ada Quibble'] })
      const other = aDocument(2, { id: 'other', title: 'Something quite different', authors: ['Bo Vex'] })
      const gone = aDocument(3, { id: 'gone', title: 'Zyzzyva beetles again', authors: ['Ada Quibble'] })
      await index.write([put(spoken, 1), put(other, 1), put(gone, 1)])
      await index.write([{ kind: 'delete', id: 'gone', version: 2 }])
      await index.refresh()
      const cases: [string, string[]][] = [
        ['zyzzyva', ['spoken']],
        ['zyzzyva beetles of some remote islands', ['spoken']],
        ['zyzzyva OR id:other', ['other', 'spoken']],
        ['zyzzyva OR author:vex', ['other', 'spoken']],
        ['(zyzzyva OR NOT zyzzyva) AND (author:vex OR author:quibble)', ['other', 'spoken']],
        ['zyzzyva OR id:gone', ['spoken']],
      ]
      for (const [q, wanted] of cases) {
        const page = await find({ q, sort: 'relevance', facets: ['month'] })
        expect([q, ids(page).sort(), page.total]).toEqual([q, wanted, wanted.length])
        const counted = page.facets?.month?.reduce((sum, { count }) => sum + count, 0)
        expect([q, counted]).toEqual([q, wanted.length])
      }
    })

    test('a paper never seen can be deleted, and stays deleted', async () => {
      const { index, find } = fixture()
      const early = aDocument(3, { id: 'early', title: 'Earliness' })
      await index.write([{ kind: 'delete', id: 'early', version: 2 }, put(early, 1)])
      await index.refresh()
      expect((await find({ q: 'earliness' })).total).toBe(0)
    })

    test('one impossible action is rejected with its reason; its neighbours are written', async () => {
      const { index, find } = fixture()
      const bad = { ...aDocument(5, { id: 'bad' }), firstSeenAt: 'yesterday' } as never
      const outcomes = await index.write([
        put(aDocument(4, { id: 'good1', title: 'Neighbourly' })),
        put(aDocument(5, { id: 'é'.repeat(257) })),
        { kind: 'delete', id: 'x'.repeat(513), version: 1 },
        { kind: 'put', id: 'bad', version: 1, document: bad },
        put(aDocument(6, { id: '' })),
        put(aDocument(7, { id: 'good2', title: 'Neighbourly too', abstract: 'nul \0 and lone \ud800 half' })),
      ])
      expect(outcomes.map((outcome) => outcome.kind)).toEqual([
        'written',
        'rejected',
        'rejected',
        'rejected',
        'rejected',
        'written',
      ])
      expect(outcomes[1]).toMatchObject({ reason: expect.stringContaining('512 bytes') })
      expect(outcomes[3]).toMatchObject({ id: 'bad', reason: expect.stringContaining('firstSeenAt') })
      await index.refresh()
      expect(ids(await find({ q: 'neighbourly' })).sort()).toEqual(['good1', 'good2'])
    })

    test('an empty batch has no outcomes', async () => {
      expect(await fixture().index.write([])).toEqual([])
    })

    test('ids of any characters are found again', async () => {
      const { write, find } = fixture()
      const odd = ['a"b', "q'; drop", 'ü/%20 x', '../..', 'ID-Upper', '日本']
      await write(odd.map((id, n) => put(aDocument(n, { id, ids: [id], title: 'Oddly identified' }))))
      expect(ids(await find({ q: 'oddly identified' })).sort()).toEqual([...odd].sort())
      expect(ids(await find({ q: 'id:id-upper' }))).toEqual(['ID-Upper'])
    })
  })
}
