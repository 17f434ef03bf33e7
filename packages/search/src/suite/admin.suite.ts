import { describe, expect, test } from 'vitest'
import type { MakeIndex } from '../paper-index.suite.ts'
import { aDocument, put } from './documents.ts'
import { ids } from './with-index.ts'

export function describeAdmin(name: string, make: MakeIndex): void {
  describe(`${name}: generations`, () => {
    test('without a generation reads and writes are unavailable', async () => {
      const { index, admin, close } = await make({ now: Date.now })
      expect(await admin.current()).toBeNull()
      expect(await admin.list()).toEqual([])
      await admin.ping()
      const away = { code: 'UNAVAILABLE', retryable: true }
      await expect(index.search({ sort: 'trending', limit: 5 })).rejects.toMatchObject(away)
      await expect(index.write([put(aDocument(1))])).rejects.toMatchObject(away)
      await expect(index.similar('x', 5)).rejects.toMatchObject(away)
      await expect(index.suggest('x', 5)).rejects.toMatchObject(away)
      expect(await admin.list()).toEqual([])
      await close()
    })

    test('a new generation is filled beside the old one and takes over in one step', async () => {
      const { index, admin, close } = await make({ now: Date.now })
      const old = await admin.create()
      await admin.promote(old)
      await index.write([put(aDocument(1, { id: 'a' })), put(aDocument(2, { id: 'b' }), 4)])
      await index.refresh()
      const next = await admin.create()
      expect(await admin.current()).toBe(old)
      expect((await admin.list()).sort()).toEqual([old, next].sort())
      await index.write([put(aDocument(1, { id: 'c' })), { kind: 'delete', id: 'd', version: 9 }], {
        index: next,
      })
      await index.refresh(next)
      expect(ids(await index.search({ sort: 'trending', limit: 5 }))).toEqual(['a', 'b'])
      expect([await admin.count(), await admin.count(next)]).toEqual([2, 1])
      await admin.promote(next)
      expect(await admin.current()).toBe(next)
      expect(ids(await index.search({ sort: 'trending', limit: 5 }))).toEqual(['c'])
      await admin.drop(old)
      expect(await admin.list()).toEqual([next])
      const versions = await Array.fromAsync(admin.versions(next))
      expect(versions).toEqual([
        { id: 'c', version: 1, deleted: false },
        { id: 'd', version: 9, deleted: true },
      ])
      await admin.drop(next)
      expect(await admin.current()).toBeNull()
      await close()
    })

    test('readers see no gap while generations change', async () => {
      const { index, admin, close } = await make({ now: Date.now })
      const fill = async () => {
        const generation = await admin.create()
        await index.write([put(aDocument(1, { id: 'a' }))], { index: generation })
        await index.refresh(generation)
        await admin.promote(generation)
      }
      await fill()
      const reading = { done: false, reads: 0 }
      const reader = (async () => {
        for (; !reading.done; reading.reads++)
          expect((await index.search({ sort: 'trending', limit: 1 })).total).toBe(1)
      })()
      for (let round = 0; round < 3; round++) await fill()
      reading.done = true
      await reader
      expect(reading.reads).toBeGreaterThan(0)
      for (const generation of await admin.list()) await admin.drop(generation)
      await close()
    })

    test('versions come in order of id, across pages', async () => {
      const { index, admin, close } = await make({ now: Date.now })
      const generation = await admin.create()
      const many = Array.from({ length: 5_500 }, (_, n) => put(aDocument(n % 100, { id: `p${n}` }), n + 1))
      for (let at = 0; at < many.length; at += 1000)
        await index.write(many.slice(at, at + 1000), { index: generation })
      await index.refresh(generation)
      const versions = await Array.fromAsync(admin.versions(generation))
      expect(versions.map(({ id }) => id)).toEqual(many.map(({ id }) => id).sort())
      expect(versions.find(({ id }) => id === 'p17')).toEqual({ id: 'p17', version: 18, deleted: false })
      await admin.drop(generation)
      await close()
    })
  })
}
