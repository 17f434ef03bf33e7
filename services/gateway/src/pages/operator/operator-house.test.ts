import type { DryRun } from '@paperboy/contracts'
import type { DeliveryRow } from '@paperboy/database'
import { expect, test } from 'vitest'
import { aDump, aGateway, asOperator, type Given } from '../../a-gateway.suite.ts'
import { signedIn } from './an-operator.suite.ts'

test('a session reads the API, and changes nothing there', async () => {
  const { app, cookie, get } = await signedIn()
  expect((await get('/v1/dumps')).statusCode).toBe(200)
  for (const url of ['/v1/queue/requeue', '/v1/dumps/d1/replay', '/v1/search/reindex'])
    expect((await app.inject({ method: 'POST', url, headers: { cookie } })).statusCode).toBe(401)
})

test('a program may send the key with each request instead', async () => {
  const app = await aGateway()
  expect((await app.inject({ url: '/operator', headers: asOperator })).statusCode).toBe(200)
})

test.each([
  '/operator',
  '/operator/dumps',
  '/operator/deliveries',
  '/operator/subscribers',
  '/operator/queue',
])('%s is there for operators alone', async (url) => {
  const { app, get } = await signedIn()
  expect((await app.inject(url)).statusCode).toBe(401)
  const { statusCode, body } = await get(url)
  expect(statusCode).toBe(200)
  expect(body).toContain('aria-current="page"')
  expect(body).not.toMatch(/ style=| onclick=/)
})

test('an act asks first, then acts once, and only with the field of the session', async () => {
  const replayed: string[] = []
  const replay = async (id: string) => {
    replayed.push(id)
    return aDump({ id })
  }
  const { post, csrf } = await signedIn({
    admin: { replay, replayRejects: async () => null, undo: async () => null },
    dumps: {
      get: async (id) => aDump({ id, filename: 'monday <1>.txt' }),
      list: async () => ({ items: [], nextCursor: null }),
      rejects: async () => null,
      raw: async () => null,
    },
  })
  const asked = await post('/operator/acts/replay', { csrf, id: 'd1' })
  expect(asked.body).toContain('Replay this dump?')
  expect(asked.body).toContain('<b>monday &lt;1&gt;.txt</b> <code>d1</code>')
  expect(replayed).toEqual([])
  expect((await post('/operator/acts/replay', { csrf: 'x', id: 'd1', sure: 'yes' })).statusCode).toBe(401)
  expect((await post('/operator/acts/replay', { id: 'd1', sure: 'yes' })).statusCode).toBe(400)
  expect(replayed).toEqual([])
  const { statusCode, headers } = await post('/operator/acts/replay', { csrf, id: 'd1', sure: 'yes' })
  expect([statusCode, headers.location]).toEqual([303, '/operator/dumps/d1?done=replayed'])
  expect(replayed).toEqual(['d1'])
})

test('an undo announces the work for it', async () => {
  const sent: unknown[] = []
  const undo = async (id: string) => ({ dump: aDump({ id }), undone: false })
  const { post, csrf } = await signedIn({
    admin: { replay: async () => null, replayRejects: async () => null, undo },
    queue: {
      send: async (name, payload) => void sent.push([name, payload]),
      depths: async () => ({}) as never,
      dead: async () => [],
      retryDead: async () => 0,
    },
  })
  const { headers } = await post('/operator/acts/undo', { csrf, id: 'd1', sure: 'yes' })
  expect(headers.location).toBe('/operator/dumps/d1?done=undone')
  expect(sent).toEqual([['dump.undo', { dumpId: 'd1' }]])
})

const boundary = 'XX'
const part = (name: string, value: string, more = '') =>
  `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\n${value}\r\n`

function upload(
  fields: Record<string, string>,
  content: string,
): { headers: Record<string, string>; payload: string } {
  const texts = Object.entries(fields).map(([name, value]) => part(name, value))
  const file = part('file', content, '; filename="da\u0007y.txt"')
  return {
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
    payload: `${texts.join('')}${file}--${boundary}--\r\n`,
  }
}

test('a held mail is sent again or given up, and the operator is back at its day', async () => {
  const decided: unknown[] = []
  const row: DeliveryRow = {
    ...{ issueId: 'i:1', subscriberId: 's1', email: 'a@example.org', outcome: 'frozen', state: 'unknown' },
    ...{ papers: 3, messageId: '<m@x>', attempts: 1, sentAt: null, error: 'cut off', response: null },
  }
  const { get, post, csrf } = await signedIn({
    mail: {
      subscribers: async () => ({ items: [], nextCursor: null }),
      unsubscribe: async () => false,
      erase: async () => false,
      import: async () => ({ imported: 0, skipped: 0 }),
      issues: async () => ({ items: [row], nextCursor: null }),
      report: async () => ({ unknown: 1 }),
      resolve: async (id, decision) => decided.push([id, decision]) === 1,
      requestSend: async () => 'r1',
      sendRequest: async () => null,
    },
  })
  const { body } = await get('/operator/deliveries?date=2026-11-24')
  expect(body).toContain('cut off')
  expect(body).toContain('value="2026-11-24:i:1"')
  const act = (name: string) => post(`/operator/acts/${name}`, { csrf, id: '2026-11-24:i:1', sure: 'yes' })
  const { headers } = await act('resend')
  expect(headers.location).toBe('/operator/deliveries?date=2026-11-24&done=resent')
  // Somebody else was quicker.
  expect((await act('drop')).statusCode).toBe(409)
  expect(decided).toEqual([
    ['i:1', 'resend'],
    ['i:1', 'drop'],
  ])
})

test.each([
  ['send-digest', '2026-11-24', 404],
  ['send-digest', 'today', 404],
  ['retry-dead', 'nonsense:1', 400],
  ['replay', 'nix', 404],
  ['undo', 'nix', 404],
  ['nonsense', '', 404],
])('%s of %s is refused', async (act, id, status) => {
  const { post, csrf } = await signedIn()
  expect((await post(`/operator/acts/${act}`, { csrf, id, sure: 'yes' })).statusCode).toBe(status)
})

test('a form feeds a dump with what is said of it', async () => {
  const stored: unknown[] = []
  const store: NonNullable<Given['intake']>['store'] = async (bytes, options) => {
    const text = Buffer.concat(await Array.fromAsync(bytes)).toString()
    stored.push([text, options.filename, options.date, options.format])
    return { dump: aDump({ id: 'd7' }), duplicate: false, job: 'dump.split' }
  }
  const { app, cookie, csrf } = await signedIn({ intake: { store } })
  const send = ({ headers, payload }: ReturnType<typeof upload>) =>
    app.inject({ method: 'POST', url: '/operator/dumps', headers: { ...headers, cookie }, payload })
  const fields = { csrf, date: '2026-11-24', format: 'jsonl' }
  const { statusCode, headers } = await send(upload(fields, 'papers'))
  expect([statusCode, headers.location]).toEqual([303, '/operator/dumps/d7?done=stored'])
  expect(stored).toEqual([['papers', 'da y.txt', '2026-11-24', 'jsonl']])
  expect((await send(upload({ ...fields, csrf: 'x' }, 'papers'))).statusCode).toBe(401)
  expect((await send(upload({ ...fields, date: '2026-02-30' }, 'papers'))).statusCode).toBe(400)
  expect((await send(upload({ ...fields, format: 'nonsense' }, 'papers'))).statusCode).toBe(400)
  const large = await send(upload(fields, 'x'.repeat(1_001)))
  expect(large.statusCode).toBe(413)
  expect(large.body).toContain('1000 bytes at most')
  expect(stored).toHaveLength(1)
})

test('a form tries a dump out', async () => {
  const counts = { records: 2, created: 1, updated: 0, unchanged: 0, rejected: 1 }
  const answer = {
    dryRun: true,
    ...{ bytes: 6, format: 'jsonl', date: null, counts, withoutAbstract: 0, withdrawn: 0 },
    ...{ rejected: [], guesses: [], complete: true },
    rejects: [{ position: 'line 2', code: 'X', reason: 'no title', excerpt: 'x' }],
  } satisfies DryRun
  const removed: string[] = []
  const { app, cookie, csrf } = await signedIn({
    dryRuns: {
      request: async () => ({ id: 'r1', bytes: 6 }),
      answer: async () => answer,
      remove: async (id) => void removed.push(id),
    },
  })
  const { headers, payload } = upload({ csrf, dryRun: 'yes' }, 'papers')
  const { statusCode, body } = await app.inject({
    method: 'POST',
    url: '/operator/dumps',
    headers: { ...headers, cookie },
    payload,
  })
  expect(statusCode).toBe(200)
  expect(body).toContain('Nothing was stored')
  expect(body).toContain('no title')
  expect(removed).toEqual(['r1'])
})

test('a form imports subscribers and says what is wrong with a line', async () => {
  const { app, cookie, csrf } = await signedIn()
  const { headers, payload } = upload({ csrf }, 'email,confirmed_at\nnonsense,2026-01-01\n')
  const answer = await app.inject({
    method: 'POST',
    url: '/operator/subscribers',
    headers: { ...headers, cookie },
    payload,
  })
  expect(answer.statusCode).toBe(200)
  expect(answer.body).toContain('1 lines are wrong')
  expect(answer.body).toContain('Line 2: email is not valid')
})

test('a dump at work can be watched; hostile text in it is text', async () => {
  const evil = '<script>alert(1)</script>'
  const dump = aDump({ id: 'd1', filename: evil, status: 'processing' })
  const rejects = {
    items: [{ position: 'line 1', code: 'X', reason: evil, excerpt: evil }],
    nextCursor: 'N',
  }
  const { get } = await signedIn({
    report: async () => ({
      ...{ id: 'd1', filename: evil, status: 'processing', error: null, format: null, date: null },
      ...{
        counts: dump.counts,
        withoutAbstract: 3,
        withdrawn: 0,
        durationMs: null,
        languages: [{ language: 'de', papers: 2 }],
      },
      rejected: [{ code: 'X', count: 2, examples: rejects.items }],
      nearDuplicates: {
        compared: true,
        count: 1,
        items: [
          {
            kind: 'word',
            idsConflict: true,
            papers: [
              { id: 'p1', title: evil, arxivId: '2401.00001', doi: null },
              { id: 'p2', title: 'Other', arxivId: null, doi: null },
            ],
          },
        ],
      },
      guesses: [{ guess: evil, count: 1, position: 'line 2' }],
    }),
    dumps: {
      get: async () => dump,
      list: async () => ({ items: [dump], nextCursor: null }),
      rejects: async () => rejects,
      raw: async () => null,
    },
  })
  const { body } = await get('/operator/dumps/d1')
  expect(body).toContain('data-events="/v1/dumps/d1/events"')
  expect(body).toContain('href="/operator/dumps/d1?cursor=N#rejects-list"')
  expect(body).not.toContain('<script>')
  expect(body).toContain('3 × a paper without an abstract')
  expect(body).toContain('2 × German')
  expect(body).toContain('they differ in a word, and their ids conflict')
  expect((await get('/operator/dumps')).body).not.toContain('<script>')
})

test('the house stands while the queue is away', async () => {
  const away = async () => {
    throw new Error('away')
  }
  const queue = { send: away, depths: away, dead: away, retryDead: away }
  const { get } = await signedIn({ queue })
  expect((await get('/operator')).body).toContain('The queue does not answer')
  expect((await get('/operator/queue')).statusCode).toBe(200)
})
