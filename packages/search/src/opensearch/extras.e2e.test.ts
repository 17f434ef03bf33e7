import { request as ask, createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { createLogger } from '@paperboy/service-kit'
import { waitFor } from '@paperboy/testkit'
import { expect, test } from 'vitest'
import { openIndex } from '../open-index.ts'
import { aDocument, put } from '../suite/documents.ts'

const engine = process.env.TEST_OPENSEARCH_URL
if (!engine)
  throw new Error('TEST_OPENSEARCH_URL is missing: it names the OpenSearch node that these tests use.')

type Refuses = (path: string, body: string) => boolean
const BUSY = { status: 429, error: { type: 'rejected_execution_exception', reason: 'queue capacity' } }

/** The engine, where some requests fail, or one search of several. */
async function before(url: string) {
  let refuses: Refuses = () => false
  let busy = false
  const pass = async (request: IncomingMessage, response: ServerResponse) => {
    const body = await text(request)
    const { method, url: path = '', headers } = request
    if (refuses(path, body)) return response.writeHead(503).end('{}')
    if (busy && path.includes('_msearch')) {
      const some = { hits: { total: { value: 3 }, hits: [] } }
      return response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify({ responses: [some, BUSY] }))
    }
    const forward = ask(new URL(path, url), { method, headers }, (answer: IncomingMessage) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
    })
    forward.end(body)
  }
  const server = createServer((request, response) => void pass(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    refuse: (given: Refuses) => {
      refuses = given
    },
    beBusy: () => {
      busy = true
    },
    close: () => new Promise((resolve) => server.close(resolve)),
  }
}

test('what only adds to a search may fail: papers are found, and the log says what is missing', async () => {
  const proxy = await before(engine)
  const warnings: { what?: string }[] = []
  const warn = (fields: { what?: string }) => void warnings.push(fields)
  const log = Object.assign(createLogger('test', 'silent'), { warn })
  const { index, admin, close } = await openIndex(`${proxy.url}/x${Date.now().toString(36)}`, { log })
  const generation = await admin.create()
  await admin.promote(generation)
  await index.write(
    [1, 2, 3].map((n) => put(aDocument(n, { id: `p${n}`, title: 'Graph networks of graphs' }))),
  )
  await index.refresh()
  const missing = async (refuses: Refuses) => {
    warnings.length = 0
    proxy.refuse(refuses)
    const { total } = await index.search({ q: 'graph networks', sort: 'relevance', limit: 5 })
    expect(total).toBe(3)
    return warnings.map(({ what }) => what).sort()
  }
  expect(await missing(() => false)).toEqual([])
  expect(await missing((_, body) => body.includes('words.definitions'))).toEqual(['acronyms'])
  await index.refresh()
  expect(await missing((path) => path.includes('_termvectors'))).toEqual(['feedback', 'spelling'])
  proxy.refuse(() => false)
  await admin.drop(generation)
  await close()
  await proxy.close()
})

test('where the engine is too busy for one search of several, the search is to be tried again', async () => {
  const proxy = await before(engine)
  const { index, close } = await openIndex(proxy.url, { log: createLogger('test', 'silent') })
  proxy.beBusy()
  await expect(index.search({ q: 'graph networks', sort: 'relevance', limit: 5 })).rejects.toMatchObject({
    code: 'UNAVAILABLE',
    message: 'The search engine is too busy; try again.',
  })
  await close()
  await proxy.close()
})

test('words and acronyms are asked for once while nothing changes, and again at once after a change', async () => {
  const proxy = await before(engine)
  const log = createLogger('test', 'silent')
  const url = `${proxy.url}/x${Date.now().toString(36)}`
  const [writer, reader] = [await openIndex(url, { log }), await openIndex(url, { log, stamp: () => stamp })]
  let stamp = 1
  const generation = await writer.admin.create()
  await writer.admin.promote(generation)
  const add = async (...titles: string[]) => {
    await writer.index.write(titles.map((title) => put(aDocument(1, { id: title, title }))))
    await writer.index.refresh()
    stamp++
  }
  /** What is found, and what the engine was asked beside the papers. */
  const search = async () => {
    const asked: string[] = []
    proxy.refuse((path, body) => {
      if (/_termvectors/.test(path) || body.includes('words.definitions')) asked.push(path)
      return false
    })
    const { hits } = await reader.index.search({ q: 'GAT', sort: 'relevance', limit: 5 })
    return { found: hits.map(({ id }) => id).sort(), asked }
  }
  await add('On graph attention', 'Graph attention (GAT) here', 'Elsewhere')
  expect((await search()).found).toEqual(['Graph attention (GAT) here'])
  await waitFor(async () => (await search()).asked.length === 0, {
    timeoutMs: 10_000,
    describe: 'the definitions to be read',
  })
  await add('Graph attention (GAT) there')
  const { found, asked } = await search()
  expect(found).toEqual(['Graph attention (GAT) here', 'Graph attention (GAT) there', 'On graph attention'])
  expect(asked).not.toEqual([])
  await reader.close()
  await writer.admin.drop(generation)
  await writer.close()
  await proxy.close()
})
