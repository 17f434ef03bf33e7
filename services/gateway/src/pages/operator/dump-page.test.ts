import { expect, test } from 'vitest'
import { aDump } from '../../a-gateway.suite.ts'
import { signedIn } from './an-operator.suite.ts'

test('the rejects of a dump that is done can be replayed by a button that asks first', async () => {
  const begun: string[] = []
  const counts = { records: 2, created: 1, updated: 0, unchanged: 0, rejected: 1, indexed: 1 }
  const dump = aDump({ id: 'd1', status: 'done', counts })
  const { get, post, csrf } = await signedIn({
    admin: {
      replay: async () => null,
      undo: async () => null,
      replayRejects: async (id) => {
        begun.push(id)
        return { dump, dumpIds: id === 'd1' ? ['d1'] : [] }
      },
    },
    report: async () => ({
      ...{ id: 'd1', filename: null, status: 'done', error: null, format: null, date: null, counts },
      ...{ withoutAbstract: 0, withdrawn: 0, durationMs: 1, languages: [], rejected: [], guesses: [] },
      nearDuplicates: { compared: true, count: 0, items: [] },
    }),
    dumps: {
      get: async () => dump,
      list: async () => ({ items: [dump], nextCursor: null }),
      rejects: async () => ({ items: [], nextCursor: null }),
      raw: async () => null,
    },
  })
  const { body } = await get('/operator/dumps/d1?done=replayed')
  expect(body).toContain('action="/operator/acts/replay-rejects"')
  expect(body).toContain('action="/operator/acts/undo"')
  // It has ended: nothing is under way any more.
  expect(body).not.toContain('is being replayed')
  expect(body).toContain('<div class="rejected">')
  expect(body).toContain('class="updated none"')
  expect((await post('/operator/acts/replay-rejects', { csrf, id: 'd1' })).body).toContain(
    'Replay its rejects?',
  )
  expect(begun).toEqual([])
  const sure = (id: string) => post('/operator/acts/replay-rejects', { csrf, id, sure: 'yes' })
  expect((await sure('d1')).headers.location).toBe('/operator/dumps/d1?done=rejects-replayed')
  expect((await sure('d2')).headers.location).toBe('/operator/dumps/d2?done=no-rejects')
  expect(begun).toEqual(['d1', 'd2'])
})
