import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { waitFor } from '@paperboy/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Api, api } from './api.ts'
import { hundredPapers, jsonLines } from './records.ts'
import type { System, SystemOptions } from './system.ts'

const SEED = join(import.meta.dirname, '..', '..', 'seeds', 'trending-page.txt')
/** What alerts and pictures are made of, by who serves it: infra/prometheus. */
const OF_THE_GATEWAY = [
  ...['queue_jobs', 'queue_oldest_waiting_seconds', 'request_duration_seconds_bucket'],
  ...['need_up{need="database"', 'need_up{need="queue"', 'need_up{need="search"'],
]
const OF_THE_WORKERS = [
  ...['index_pending_papers', 'index_lag_seconds', 'deliveries_due', 'delivery_overdue_seconds'],
  ...['split', 'parse', 'index'].map((stage) => `records_total{stage="${stage}"`),
  ...['failed', 'unknown'].map((outcome) => `records_total{stage="mail",outcome="${outcome}"`),
]
const none = { created: 0, updated: 0, unchanged: 0, rejected: 0 }

/** From a dump to a search result, on whichever stack. The tests build on each other, in their order. */
export function describePipeline(name: string, start: (options: SystemOptions) => Promise<System>): void {
  describe(`the pipeline on the ${name} stack`, () => {
    let system: System
    let client: Api
    let seed: string

    beforeAll(async () => {
      seed = await readFile(SEED, 'utf8')
      system = await start({ seeds: true })
      client = api(system)
      const { items } = await client.get<{ items: { id: string }[] }>('/v1/dumps')
      await client.ended(items[0]!.id)
    })
    afterAll(() => system?.stop())

    test('the first start feeds the seed, and its 220 papers are there in their order', async () => {
      const page = await client.papers('limit=100')
      expect(page.total).toBe(220)
      expect(page.items[0]).toMatchObject({
        title: 'Generated Loss, Augmented Training, and Multiscale VAE',
        rank: 1,
      })
      expect(page.items.map((paper) => paper.rank)).toEqual(
        Array.from({ length: 100 }, (_, index) => index + 1),
      )
    })

    test('what alerts and pictures are made of is served', async () => {
      const inOne = system.services.has('standalone')
      const database = `need_up{need="database",service="${inOne ? 'standalone' : 'gateway'}"} 1`
      const asked = [database, ...OF_THE_GATEWAY, ...(inOne ? OF_THE_WORKERS : [])]
      // What is read too late for one scrape is in the next.
      const served = async () => {
        const text = await (await fetch(`${system.url}/metrics`)).text()
        expect(asked.filter((it) => !text.includes(`\npaperboy_${it}`))).toEqual([])
        return text
      }
      const measures = await waitFor(served, { timeoutMs: 20_000, describe: 'every measure' })
      if (inOne)
        expect(measures).toMatch(/^paperboy_records_total\{stage="parse",outcome="created".*\} 220$/m)
    })

    test('39 papers of the seed have code', async () => {
      expect((await client.papers('hasCode=true&limit=1')).total).toBe(39)
    })

    test('a phrase finds only papers that contain it, and marks it', async () => {
      const page = await client.papers(
        `q=${encodeURIComponent('"variational autoencoder"')}&limit=100&highlight=true`,
      )
      expect(page.total).toBeGreaterThan(0)
      for (const paper of page.items) {
        expect(`${paper.title} ${paper.abstract}`.replace(/-/g, ' ')).toMatch(/variational autoencoder/i)
        expect(`${paper.highlight?.title} ${paper.highlight?.abstract.join(' ')}`).toContain('<mark>')
      }
    })

    test('the same bytes again are the same dump', async () => {
      const again = await client.feed(seed, '?filename=again.txt')
      expect(again.status).toBe(200)
      expect(again.body).toMatchObject({ duplicate: true, counts: { created: 220 } })
      expect((await client.papers('limit=1')).total).toBe(220)
    })

    test('the same bytes with another date are an appearance on that day too', async () => {
      const again = await client.feed(seed, '?date=2026-01-02')
      expect(again.body.duplicate).toBe(true)
      await client.ended(again.body.id)
      const digest = await client.get<{ items: { title: string }[] }>('/v1/digests/2026-01-02')
      expect(digest.items).toHaveLength(220)
      expect(digest.items[0]?.title).toMatch(/^Generated Loss/)
    })

    test('a title in another case and a longer abstract: one paper updated, none added', async () => {
      const changed = seed
        .replace(
          'Enhanced LSTM for Natural Language Inference',
          'ENHANCED LSTM for Natural Language Inference',
        )
        .replace('(beta-VAE)', '(beta-VAE) ')
        .replace(/\n([^\n]{600,})$/, '\n$1 The code will be made available.')
      const fed = await client.feed(changed)
      expect(fed.status).toBe(202)
      const ended = await client.ended(fed.body.id)
      expect(ended.counts).toMatchObject({ ...none, records: 220, updated: 1, unchanged: 219, indexed: 220 })
      expect((await client.papers('limit=1')).total).toBe(220)
    })

    test('an abstract that is missing is one reject; the pairs after it stay right', async () => {
      const lines = seed.split('\n')
      const [missing] = lines.splice(201, 1)
      expect(missing!.length).toBeGreaterThan(500)
      const fed = await client.feed(lines.join('\n'))
      const ended = await client.ended(fed.body.id)
      expect(ended.counts).toMatchObject({ records: 220, created: 0, rejected: 1 })
      expect(ended.counts.unchanged + ended.counts.updated).toBe(219)
      expect(await client.rejects(fed.body.id)).toMatchObject([
        { code: 'MISSING_ABSTRACT', position: 'line 201' },
      ])
    })

    test('CRLF, a BOM and blank lines between all lines change nothing', async () => {
      const fed = await client.feed(`\uFEFF${seed.split('\n').join('\r\n\r\n')}\r\n`)
      const ended = await client.ended(fed.body.id)
      expect(ended.counts).toMatchObject({ ...none, records: 220, unchanged: 220 })
    })

    test('what cannot be read fails with a reason', async () => {
      const noise = await client.ended((await client.feed(randomBytes(20_000))).body.id)
      expect(noise).toMatchObject({ status: 'failed', error: { code: 'DUMP_FORMAT_UNKNOWN' } })
      const empty = await client.ended((await client.feed('')).body.id)
      expect(empty).toMatchObject({ status: 'failed', error: { code: 'DUMP_EMPTY' } })
    })

    test('three bad lines of a thousand are three rejects at their lines', async () => {
      const lines = jsonLines(hundredPapers(10)).split('\n')
      lines[16] = '{"title": "cut off'
      lines[499] = '[]'
      lines[998] = '{"abstract": "no title"}'
      const ended = await client.ended((await client.feed(lines.join('\n'))).body.id)
      expect(ended).toMatchObject({ status: 'done', format: 'json-lines' })
      expect(ended.counts).toMatchObject({ records: 1000, created: 997, rejected: 3, indexed: 997 })
      const rejects = await client.rejects(ended.id)
      expect(rejects.map((reject) => reject.position)).toEqual(['line 17', 'line 500', 'line 999'])
      for (const reject of rejects) expect(reject.reason).toMatch(/\w/)
    })

    test('its rejects are parsed again alone, and are what they were', async () => {
      const { items } = await client.get<{ items: { id: string; counts: { rejected: number } }[] }>(
        '/v1/dumps',
      )
      const before = items.find((dump) => dump.counts.rejected === 3)!
      expect((await client.post(`/v1/dumps/${before.id}/replay?only=rejects`)).status).toBe(202)
      const ended = await client.ended(before.id)
      expect(ended).toMatchObject({ status: 'done', counts: before.counts })
      expect(await client.rejects(before.id)).toHaveLength(3)
      expect((await client.papers('q=quillmark&limit=1')).total).toBe(997)
    })

    test('every hit is visited once by cursor while another dump is taken in', async () => {
      const first = await client.papers('q=quillmark&limit=50')
      expect(first.total).toBe(997)
      const fed = await client.feed(jsonLines(hundredPapers(20, 5_000)))
      const seen = first.items.map((paper) => paper.id)
      for (let cursor = first.nextCursor; cursor; ) {
        const page = await client.papers(`q=quillmark&limit=50&cursor=${cursor}`)
        expect(page.total).toBe(997)
        seen.push(...page.items.map((paper) => paper.id))
        cursor = page.nextCursor
      }
      expect(new Set(seen).size).toBe(seen.length)
      const before = new Set(await allIds(client, 'q=quillmark'))
      expect([...before].filter((id) => seen.includes(id)).length).toBeGreaterThanOrEqual(997)
      expect((await client.ended(fed.body.id)).counts).toMatchObject({ created: 2_000, rejected: 0 })
    })

    test('a replay changes nothing', async () => {
      const { items } = await client.get<{ items: { id: string; format: string }[] }>('/v1/dumps')
      const id = items.find((dump) => dump.format === 'json-lines')!.id
      expect((await client.post(`/v1/dumps/${id}/replay`)).status).toBe(202)
      const ended = await client.ended(id)
      expect(ended.counts).toMatchObject({ created: 0, updated: 0, unchanged: 2_000 })
    })

    test('a rebuilt index has the same papers, and readers see no gap', async () => {
      const { total } = await client.papers('limit=1')
      expect((await client.post('/v1/search/reindex')).status).toBe(202)
      for (let round = 0; round < 40; round++) expect((await client.papers('limit=1')).total).toBe(total)
    })
  })
}

async function allIds(client: Api, query: string): Promise<string[]> {
  const ids: string[] = []
  for (let cursor = ''; ; ) {
    const page = await client.papers(`${query}&limit=100${cursor && `&cursor=${cursor}`}`)
    ids.push(...page.items.map((paper) => paper.id))
    if (!page.nextCursor) return ids
    cursor = page.nextCursor
  }
}
