import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Source } from '@paperboy/contracts'
import { waitFor } from '@paperboy/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { api } from './api.ts'
import { type System, startEmbedded } from './system.ts'

const SOON_MS = 30_000
let asked = 0
const server = createServer((_, response) => {
  asked += 1
  response.end('{"title": "A paper that a source brings by itself", "abstract": "It came."}\n')
})
let system: System
let folder: string

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/papers.jsonl`
  folder = await mkdtemp(join(tmpdir(), 'paperboy-source-'))
  const path = join(folder, 'sources.json')
  await writeFile(path, JSON.stringify([{ name: 'local', url, cron: '0 0 1 1 *', allowPrivate: true }]))
  system = await startEmbedded({ env: { SOURCES: path } })
})
afterAll(async () => {
  await system?.stop()
  server.closeAllConnections()
  server.close()
  await rm(folder, { recursive: true })
})

test('what a source answers can be searched, and the operator sees how it goes', async () => {
  const { get, papers, dump } = api(system)
  const found = async () => (await papers('q=source%20brings')).total === 1
  await waitFor(found, { timeoutMs: SOON_MS, describe: 'the paper of the source' })
  const [source] = (await get<{ items: Source[] }>('/v1/sources')).items
  expect(source).toMatchObject({ name: 'local', outcome: 'new', failures: 0 })
  expect(await dump(source?.dumpId ?? '')).toMatchObject({ filename: 'papers.jsonl' })
  expect(asked).toBe(1)
})
