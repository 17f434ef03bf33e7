import { type Dump, jobNames, type Paper } from '@paperboy/contracts'
import { createLogger } from '@paperboy/service-kit'
import { Ajv } from 'ajv'
import type { FastifyInstance, LightMyRequestResponse } from 'fastify'
import { expect } from 'vitest'
import { buildApp } from './app.ts'
import type { GatewayDeps } from './deps.ts'

export const KEY = 'the-operator-key'
export const asOperator = { authorization: `Bearer ${KEY}` }
/** An address that is not exempt from the rate limit. */
export const elsewhere = '203.0.113.7'

export function aPaper(given: Partial<Paper> = {}): Paper {
  return {
    id: 'abc123',
    title: 'A Paper on Something',
    abstract: 'We study something.',
    authors: [],
    arxivId: null,
    doi: null,
    url: null,
    codeUrls: [],
    links: [],
    categories: [],
    publishedAt: null,
    upvotes: null,
    language: null,
    firstSeenAt: '2026-11-24T00:00:00.000Z',
    lastSeenAt: '2026-11-24T00:00:00.000Z',
    rank: 1,
    trendingScore: 0.5,
    ...given,
  }
}

export function aDump(given: Partial<Dump> = {}): Dump {
  return {
    id: 'd1',
    filename: null,
    sha256: 'f'.repeat(64),
    bytes: 3,
    format: null,
    date: null,
    status: 'received',
    error: null,
    counts: { records: 0, created: 0, updated: 0, unchanged: 0, rejected: 0, indexed: 0 },
    receivedAt: '2026-11-24T00:00:00.000Z',
    finishedAt: null,
    ...given,
  }
}

const nothing = { waiting: 0, active: 0, delayed: 0, failed: 0, oldestWaitingMs: null }
const idle = Object.fromEntries(jobNames.map((name) => [name, nothing])) as Awaited<
  ReturnType<GatewayDeps['queue']['depths']>
>

export type Given = Partial<Omit<GatewayDeps, 'settings'>> & { settings?: Partial<GatewayDeps['settings']> }

/** What the gateway needs where a test is about something else: nothing stored, everything there. */
export function someDeps(given: Given = {}): GatewayDeps {
  const none = async () => null
  return {
    papers: { byIds: async () => [], find: none },
    digests: { list: async () => [], byDate: none },
    listings: {
      daily: async () => [],
      byReferences: async () => new Map(),
      datedIds: async () => ({ total: 0, ids: [] }),
      exportBatch: async () => [],
    },
    dumps: { get: none, list: async () => ({ items: [], nextCursor: null }), rejects: none, raw: none },
    intake: {
      store: async (bytes) => {
        for await (const _ of bytes);
        return { dump: aDump(), duplicate: false, job: 'dump.split' }
      },
    },
    admin: { replay: none, replayRejects: none, undo: none },
    dryRuns: { request: async () => ({ id: 'r1', bytes: 0 }), answer: none, remove: async () => {} },
    report: none,
    sources: {
      list: async () => [],
      save: async () => 'created',
      remove: async () => 'none',
      pause: async () => false,
      resume: async () => false,
      pollNow: async () => 'none',
    },
    index: {
      search: async () => ({ total: 0, hits: [], nextCursor: null }),
      similar: async () => [],
      suggest: async () => [],
    },
    queue: {
      send: async () => {},
      depths: async () => idle,
      dead: async () => [],
      retryDead: async () => 0,
    },
    subscriptions: {
      request: async () => 'mail',
      pending: none,
      confirm: none,
      find: none,
      change: async () => false,
      unsubscribe: async () => 'unknown',
      erase: async () => false,
    },
    mail: {
      subscribers: async () => ({ items: [], nextCursor: null }),
      unsubscribe: async () => false,
      erase: async () => false,
      import: async () => ({ imported: 0, skipped: 0 }),
      issues: async () => ({ items: [], nextCursor: null }),
      report: async () => ({}),
      resolve: async () => false,
      requestSend: async () => 'r1',
      sendRequest: async () => ({
        ...{ date: '2026-11-24', planned: 0, sent: 0, skipped: 0, failed: 0 },
        ...{ waiting: 0, done: true },
      }),
    },
    previews: { request: none, answer: none },
    bounces: { record: async () => false },
    mailRule: () => false,
    deliveryReasons: async () => [],
    appearances: async () => [],
    paperSources: none,
    nearDuplicates: async () => ({ items: [], nextCursor: null }),
    overview: async () => ({
      papers: 0,
      dumps: { received: 0, splitting: 0, processing: 0, done: 0, failed: 0, undone: 0 },
      lastDay: { dumps: 0, records: 0, rejected: 0 },
      index: { waiting: 0, oldestMs: null, refused: 0, rebuilding: false },
      hours: [],
      held: [],
    }),
    keys: { list: async () => [], create: none, revoke: none, inForce: async () => [], used: async () => {} },
    minutes: { searches: async () => [], records: async () => [], index: async () => [] },
    sessionStore: sessionsInMemory(),
    actLog: { note: async () => {}, list: async () => ({ items: [], nextCursor: null }) },
    requeue: async () => ({ announced: 0 }),
    reindex: async () => {},
    checks: {},
    metrics: { request: () => {}, text: async () => 'up 1\n', contentType: 'text/plain; version=0.0.4' },
    log: createLogger('gateway', 'silent'),
    ...given,
    settings: {
      operatorKey: KEY,
      maxDumpBytes: 1_000,
      maxInflatedBytes: 5_000,
      rateLimitPerMinute: 600,
      formats: ['trending-page', 'jsonl'],
      ...given.settings,
    },
  }
}

/** Enough to sign in where no database is; `session-store.db.test.ts` has the real one. */
function sessionsInMemory(): GatewayDeps['sessionStore'] {
  const open = new Map<string, { keyId: string | null; expiresAt: Date }>()
  const holder = { keyId: null, keyName: null, scope: 'all' } as const
  return {
    add: async ({ idHash, ...session }) => void open.set(idHash, session),
    find: async (idHash) => (open.has(idHash) ? holder : null),
    end: async (idHash) => void open.delete(idHash),
    list: async () => [],
    endOthers: async () => 0,
  }
}

export function aGateway(given: Given = {}): Promise<FastifyInstance> {
  return buildApp(someDeps(given))
}

type Api = {
  paths: Record<
    string,
    Record<string, { responses: Record<string, { content?: Record<string, { schema: object }> }> }>
  >
  components: object
}

/** The body is what the API description promises for this route and status; answers the body. */
export function promised<T = Record<string, unknown>>(
  app: FastifyInstance,
  route: string,
  response: LightMyRequestResponse,
): T {
  const [method = '', path = ''] = route.split(' ')
  const { paths, components } = app.swagger() as unknown as Api
  const answer = paths[path]?.[method.toLowerCase()]?.responses[response.statusCode]
  const schema = answer?.content?.['application/json']?.schema
  expect(schema, `${route} describes ${response.statusCode}`).toBeDefined()
  const check = new Ajv({ strict: false, formats: { date: true } }).compile({ ...schema, components })
  const body = response.json<T>()
  expect(check(body), JSON.stringify(check.errors)).toBe(true)
  return body
}
