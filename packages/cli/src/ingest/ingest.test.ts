import type { Dump } from '@paperboy/contracts'
import { expect, test } from 'vitest'
import { bounded } from './bounded.ts'
import { feed } from './feed.ts'
import { progressLines } from './progress-lines.ts'
import type { Source } from './source.ts'

const source: Source = { label: 'a.txt', filename: 'a.txt', bytes: 3, open: async function* () {} }
const dump = (status: Dump['status'], records = 0) =>
  ({ id: 'd1', bytes: 3, status, counts: { records } }) as Dump

test('no more than so many files are fed at once, and results keep their order', async () => {
  let atOnce = 0
  let most = 0
  const results = await bounded([30, 1, 10, 1], 2, async (ms) => {
    most = Math.max(most, ++atOnce)
    await new Promise((resolve) => setTimeout(resolve, ms))
    atOnce--
    return ms
  })
  expect(results).toEqual([30, 1, 10, 1])
  expect(most).toBe(2)
  expect(await bounded([], 2, async () => 1)).toEqual([])
})

test('without a terminal there is a line when it is stored, and few after it', () => {
  const lines: string[] = []
  let now = 0
  const shown = progressLines({ write: (text) => lines.push(text) }, () => now)
  shown.sent(source, 3)
  shown.seen(source, dump('received'))
  shown.seen(source, dump('processing', 1))
  now = 10_000
  shown.seen(source, dump('processing', 1_000))
  shown.seen(source, dump('done', 1_000))
  expect(lines).toEqual(['a.txt: 3 B stored as dump d1\n', 'a.txt: processing, 1,000 records\n'])
})

test('a file that cannot be read to its end is a failure of this file alone', async () => {
  const shown = progressLines({ write: () => {} })
  const fault = new Error('the disk is gone')
  const dumps = { create: async () => Promise.reject(fault) }
  const client = { dumps } as unknown as Parameters<typeof feed>[0]['client']
  expect(await feed({ client, progress: shown }, { watch: true }, source)).toEqual({ source, error: fault })
})
