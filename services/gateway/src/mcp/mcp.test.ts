import type { AddressInfo } from 'node:net'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { aGateway, aPaper } from '../a-gateway.suite.ts'

const asked: object[] = []
const stack = new AsyncDisposableStack()
const client = new Client({ name: 'test', version: '1' })
let url = ''

beforeAll(async () => {
  const app = await aGateway({
    index: {
      search: async (request) => {
        asked.push(request)
        if (request.q === 'broken') throw new Error('secret detail')
        return { total: 9, hits: [{ id: 'p1', score: 1 }], nextCursor: 'NEXT' }
      },
      similar: async () => [{ id: 'p2', score: 1 }],
      suggest: async () => [],
    },
    papers: {
      byIds: async (ids) => ids.map((id) => aPaper({ id, abstract: 'long '.repeat(500) })),
      find: async (id) => (id === 'nix' ? null : aPaper({ id: 'p1', abstract: 'long '.repeat(500) })),
    },
    digests: {
      list: async () => [{ date: '2026-11-24', papers: 2 }],
      byDate: async (date, { limit }) =>
        date === '2026-11-24' ? [aPaper(), aPaper()].slice(0, limit) : null,
    },
    settings: { publicUrl: 'https://papers.example' },
  })
  stack.defer(() => app.close())
  await app.listen({ port: 0, host: '127.0.0.1' })
  url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}/mcp`
  // The SDK's own types disagree under exactOptionalPropertyTypes.
  await client.connect(new StreamableHTTPClientTransport(new URL(url)) as unknown as Transport)
  stack.defer(() => client.close())
})
afterAll(() => stack.disposeAsync())

type Found = { structuredContent?: Record<string, unknown>; isError?: boolean; content: { text: string }[] }
const call = async (name: string, given: Record<string, unknown> = {}) =>
  (await client.callTool({ name, arguments: given })) as unknown as Found

test('the client learns which tools there are', async () => {
  const { tools } = await client.listTools()
  expect(tools.map(({ name }) => name)).toEqual([
    'search_papers',
    'get_paper',
    'similar_papers',
    'get_digest',
  ])
  for (const { inputSchema, annotations } of tools) {
    expect(inputSchema).toMatchObject({ type: 'object', additionalProperties: false })
    expect(annotations).toMatchObject({ readOnlyHint: true })
  }
  // What has a default may be left out.
  expect(tools.map(({ inputSchema }) => inputSchema.required)).toEqual([[], ['id'], ['id'], []])
})

test('search_papers asks the index and says where to read on', async () => {
  const { structuredContent, content } = await call('search_papers', {
    query: 'deep',
    hasCode: true,
    limit: 3,
  })
  expect(asked.at(-1)).toEqual({ q: 'deep', sort: 'relevance', hasCode: true, limit: 3 })
  expect(structuredContent).toMatchObject({
    ...{ total: 9, nextCursor: 'NEXT' },
    papers: [
      { id: 'p1', page: 'https://papers.example/papers/p1', abstract: expect.stringMatching(/^.{600}…$/) },
    ],
  })
  expect(JSON.parse(content[0]!.text)).toEqual(structuredContent)
  await call('search_papers')
  expect(asked.at(-1)).toEqual({ sort: 'trending', limit: 10 })
})

test('get_paper has the whole abstract', async () => {
  const { structuredContent } = await call('get_paper', { id: '2411.01234' })
  expect(structuredContent).toMatchObject({ paper: { id: 'p1', abstract: 'long '.repeat(500) } })
})

test('similar_papers and get_digest', async () => {
  expect((await call('similar_papers', { id: 'p1' })).structuredContent).toMatchObject({
    papers: [{ id: 'p2' }],
  })
  const { structuredContent } = await call('get_digest', { limit: 1 })
  expect(structuredContent).toMatchObject({ date: '2026-11-24', papers: [{ id: 'abc123' }] })
})

test.each([
  ['get_paper', { id: 'nix' }, /There is no paper nix/],
  ['get_paper', {}, /id/],
  ['search_papers', { limit: 51 }, /^limit /],
  ['search_papers', { from: '2026-02-30' }, /^from must be a day/],
  ['search_papers', { colour: 'red' }, /^colour is not an argument/],
  ['get_digest', { date: '2026-11-23' }, /no digest of 2026-11-23/],
  ['search_papers', { query: 'broken' }, /^Something went wrong on our side/],
])('%s %o is an answer that says what to do', async (name, given, message) => {
  const { isError, content } = await call(name, given)
  expect(isError).toBe(true)
  expect(content[0]!.text).toMatch(message)
  expect(content[0]!.text).not.toContain('secret')
})

test('an unknown tool is an error of the protocol', async () => {
  await expect(client.callTool({ name: 'nix', arguments: {} })).rejects.toThrow(/There is no tool nix/)
})

test.each([
  ['GET', undefined, 405],
  ['DELETE', undefined, 405],
  ['POST', '{', 400],
  ['POST', '{"jsonrpc":"2.0"}', 400],
])('%s %s is refused with %i', async (method, body, status) => {
  const type = body === undefined ? {} : { 'content-type': 'application/json' }
  const headers = { ...type, accept: 'application/json, text/event-stream' }
  const response = await fetch(url, { method, headers, body: body ?? null })
  expect(response.status).toBe(status)
  await response.text()
})
