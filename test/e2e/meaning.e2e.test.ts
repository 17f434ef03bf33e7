import { readFile } from 'node:fs/promises'
import { type EmbeddingsServer, startEmbeddings, waitFor } from '@paperboy/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { api } from './api.ts'
import { aRecord, jsonLines } from './records.ts'
import { type System, startDistributed, startEmbedded } from './system.ts'

const SOON_MS = 60_000
const KEY = 'a-key-that-no-log-has'
const papers = [
  { title: 'Risk of heart attack in marathon runners', abstract: 'Runners.' },
  { title: 'Prognosis of myocardial infarction', abstract: 'Patients.' },
]

describe.each([
  ['embedded', startEmbedded],
  ['distributed', startDistributed],
] as const)('%s', (_name, start) => {
  let server: EmbeddingsServer
  let system: System
  beforeAll(async () => {
    server = await startEmbeddings([
      ['heart', 'myocardial'],
      ['attack', 'infarction'],
    ])
    system = await start({ env: { EMBEDDINGS_URL: server.url, EMBEDDINGS_MODEL: 'm', EMBEDDINGS_KEY: KEY } })
  })
  afterAll(async () => {
    await system?.stop()
    await server?.stop()
  })
  const titles = async (query: string) => {
    const page = await api(system).papers(query)
    return page.items.map(({ title }) => title)
  }

  test('a dump is done though the server is away; its papers are found by their words', async () => {
    server.behave(() => ({ status: 503 }))
    const { feed, ended } = api(system)
    const others = Array.from({ length: 60 }, (_, n) => aRecord(n))
    const { body } = await feed(jsonLines([...papers, ...others]))
    expect((await ended(body.id)).status).toBe('done')
    expect(await titles('q=heart%20attack')).toEqual([papers[0]?.title])
  })

  test('when it is back, papers are found by their meaning, with exact totals and filters', async () => {
    server.behave(undefined)
    const both = async () => (await api(system).papers('q=heart%20attack&limit=1')).total === 2
    await waitFor(both, { timeoutMs: SOON_MS, describe: 'vectors to be searched' })
    expect(await titles('q=heart%20attack')).toEqual(papers.map(({ title }) => title))
    expect(await titles('q=heart%20attack&to=2001-01-01')).toEqual([])
    expect(await titles('q=%22heart%20attack%22')).toEqual([papers[0]?.title])
    const first = await api(system).papers('q=heart%20attack&limit=1')
    const second = await titles(`q=heart%20attack&limit=1&cursor=${first.nextCursor}`)
    expect(second).toEqual([papers[1]?.title])
  })

  test('a server that hangs, fails or answers nonsense costs neither results nor an error', async () => {
    for (const behaviour of ['hang', { status: 500 }, { body: 'nonsense' }] as const) {
      server.behave(() => behaviour)
      // With words of its own, so that no answer is remembered.
      const query = `q=heart%20attack%20marathon%20${JSON.stringify(behaviour).length}%20risk`
      expect((await titles(query))[0]).toBe(papers[0]?.title)
    }
  })

  test('the key was sent, and stands in no log', async () => {
    expect(server.asked.every(({ authorization }) => authorization === `Bearer ${KEY}`)).toBe(true)
    const log = await readFile(system.logFile, 'utf8')
    expect(log).toContain('searching without meaning')
    expect(log).not.toContain(KEY)
  })
})
