import type { Source } from '@paperboy/contracts'
import { expect, test } from 'vitest'
import { aGateway, asOperator, someDeps } from '../../a-gateway.suite.ts'
import { signedIn } from './an-operator.suite.ts'
import { withoutInline } from './board-routes.ts'
import { papersPerDay, searchLatency } from './pictures.ts'

const aSource: Source = {
  ...{ name: 'daily', url: 'https://example.org/<b>', format: 'auto', cron: '0 6 * * *', timeZone: 'UTC' },
  ...{ oai: false, allowPrivate: false, timeoutMs: 120_000, maxBytes: 268_435_456, pauseMs: 3_000 },
  ...{ origin: 'operator', pausedAt: null, nextAt: '2026-11-25T06:00:00.000Z', checkedAt: null },
  ...{ outcome: null, failures: 0, dumpId: null, pages: 0 },
}

function someSources(items: Source[] = [aSource]) {
  const done: unknown[] = []
  return {
    done,
    list: async () => items,
    save: async (source: object) => {
      done.push(source)
      return 'changed' as const
    },
    remove: async (name: string) => {
      done.push(['remove', name])
      return 'removed' as const
    },
    pause: async (name: string) => done.push(['pause', name]) > 0,
    resume: async (name: string) => done.push(['resume', name]) > 0,
    pollNow: async (name: string) => {
      done.push(['poll', name])
      return 'asked' as const
    },
  }
}

test('the rooms are there for operators alone', async () => {
  const { app, get } = await signedIn()
  for (const url of ['/operator/sources', '/operator/figures', '/operator/keys', '/operator/log']) {
    expect((await app.inject(url)).statusCode, url).toBe(401)
    const { statusCode, body } = await get(url)
    expect(statusCode, url).toBe(200)
    expect(body).toContain('aria-current="page"')
    expect(body).not.toMatch(/ style=| onclick=/)
  }
})

test('the overview counts in words: one dump, two records', async () => {
  const seen = await someDeps().overview()
  const overview = async () => ({ ...seen, lastDay: { dumps: 1, records: 2, rejected: 0 } })
  const { get } = await signedIn({ overview })
  expect((await get('/operator')).body).toContain(
    'Ended within 24 hours: 1 dump with 2 records, of which 0 rejected.',
  )
})

test('a source is changed by its form, and removed after a question', async () => {
  const sources = someSources()
  const { get, post, csrf } = await signedIn({ sources })
  const { body } = await get('/operator/sources/daily')
  expect(body).toContain('https://example.org/&lt;b&gt;')
  const typed = {
    csrf,
    name: 'daily',
    url: 'https://example.org/x?d={day}',
    cron: '*/5 * * * *',
    maxMib: '2',
  }
  const saved = await post('/operator/sources', { ...typed, oai: 'yes' })
  expect([saved.statusCode, saved.headers.location]).toEqual([303, '/operator/sources/daily?done=saved'])
  expect(sources.done.pop()).toMatchObject({
    oai: true,
    allowPrivate: false,
    maxBytes: 2 * 1024 ** 2,
    timeoutMs: 120_000,
  })
  expect((await post('/operator/acts/remove-source', { csrf, id: 'daily' })).body).toContain('Its dumps stay')
  expect(sources.done).toEqual([])
  await post('/operator/acts/remove-source', { csrf, id: 'daily', sure: 'yes' })
  for (const step of ['poll', 'pause', 'resume'])
    await post(`/operator/acts/${step}-source`, { csrf, id: 'daily', sure: 'yes' })
  expect(sources.done).toEqual(['remove', 'poll', 'pause', 'resume'].map((step) => [step, 'daily']))
})

test('a form that cannot be a source says what is wrong, and what was typed stays', async () => {
  const sources = someSources([])
  const { post, csrf } = await signedIn({ sources })
  const wrong: [Record<string, string>, string][] = [
    [{ cron: 'nonsense' }, 'cron, timeZone'],
    [{ url: 'ftp://example.org' }, 'web address'],
    [{ timeZone: 'Nowhere/Land' }, 'timeZone'],
    [{ name: 'Übel' }, 'small letters'],
    [{ timeoutSeconds: '0' }, 'timeoutMs'],
  ]
  for (const [field, message] of wrong) {
    const typed = { csrf, name: 'new', url: 'https://example.org/kept', cron: '0 6 * * *', ...field }
    const { statusCode, body } = await post('/operator/sources', typed)
    expect(statusCode, message).toBe(400)
    for (const part of ['role="alert"', message, Object.values(field)[0]]) expect(body).toContain(part)
  }
  expect(sources.done).toEqual([])
})

test('a source of the file has no form', async () => {
  const { get } = await signedIn({ sources: someSources([{ ...aSource, origin: 'file' }]) })
  const { body } = await get('/operator/sources/daily')
  expect(body).toContain('stands in the file')
  expect(body).not.toContain('remove-source')
})

test('subscribers are looked for by address and state, which the next page keeps', async () => {
  const asked: unknown[] = []
  const app = await aGateway({
    mail: {
      ...{ unsubscribe: async () => false, erase: async () => false, resolve: async () => false },
      ...{ import: async () => ({ imported: 0, skipped: 0 }), report: async () => ({}) },
      ...{ issues: async () => ({ items: [], nextCursor: null }), requestSend: async () => 'r1' },
      sendRequest: async () => null,
      subscribers: async (query) => {
        asked.push(query)
        return { items: [], nextCursor: 'N' }
      },
    },
  })
  const url = '/operator/subscribers?q=ada%40&state=pending'
  const { body } = await app.inject({ url, headers: asOperator })
  expect(asked).toEqual([{ limit: 50, q: 'ada@', state: 'pending' }])
  expect(body).toContain('/operator/subscribers?q=ada%40&amp;state=pending&amp;cursor=N')
  expect(body).toContain('Nobody of this kind')
})

test('days without papers are seen in the picture as a gap', async () => {
  const days = [
    { date: '2026-11-24', papers: 5 },
    { date: '2026-11-12', papers: 7 },
    { date: '2026-11-01', papers: 10 },
  ]
  const picture = String(await papersPerDay(days))
  const xs = [...picture.matchAll(/<rect class="bar" x="([\d.]+)"/g)].map(([, x]) => Number(x))
  // The first and the last day at the edges, 12 units wide of 480, above their names; 11 of 23 steps to the other.
  expect(xs.map(Math.round)).toEqual([0, Math.round((11 / 23) * 468), 468])
  expect(picture).toContain('aria-label="Papers per day: 2026-11-01: 10; 2026-11-12: 7; 2026-11-24: 5"')
  expect(picture).toContain('<th scope="row">2026-11-01</th>')
})

test('the picture of search latency says in words what it shows', async () => {
  const step = { at: '2026-11-24T12:00:00.000Z', searches: 7, p50: 3.21, p95: 20, p99: 1_500 }
  const nothing = { at: '2026-11-24T12:01:00.000Z', searches: 0, p50: null, p95: null, p99: null }
  const whole = { searches: 7, p50: 3.21, p95: 20, p99: 1_500, from: step.at, to: nothing.at }
  const picture = String(await searchLatency({ ...whole, steps: [step, nothing] }, 'hour'))
  expect(picture).toContain('7 searches, half within 3.2 ms, 95 % within 20 ms, 99 % within 2 s')
  expect(picture.match(/<tr>/g)).toHaveLength(2)
})

test('Bull Board is behind the door, looks only, and says where to go without scripts', async () => {
  const { app, get, cookie } = await signedIn({ boardQueues: async () => [] })
  for (const url of ['/operator/queues', '/operator/queues/api/queues', '/operator/queues/ours.js'])
    expect((await app.inject(url)).statusCode, url).toBe(401)
  const page = await get('/operator/queues')
  expect(page.statusCode).toBe(200)
  expect(page.headers['content-security-policy']).not.toContain('unsafe')
  expect(page.body).not.toMatch(/ style=|<style|googleapis/)
  expect(page.body).toContain('href="/operator/queue"')
  expect((await get('/operator/queues/api/queues')).json()).toMatchObject({ queues: [] })
  for (const method of ['PUT', 'POST', 'PATCH'] as const) {
    const answer = await app.inject({ method, url: '/operator/queues/api/queues/pause', headers: { cookie } })
    expect(answer.statusCode, method).toBe(405)
  }
  expect((await get('/operator/queue')).body).toContain('in Bull Board')
  expect((await get('/operator')).headers['content-security-policy']).not.toContain('sha256')
})

test('Bull Board comes when the queue comes', async () => {
  let away = true
  const { get } = await signedIn({
    boardQueues: async () => {
      if (away) throw new Error('10.0.0.7 is away')
      return []
    },
  })
  const without = await get('/operator/queues')
  expect([without.statusCode, without.body]).toEqual([500, expect.not.stringContaining('is away')])
  away = false
  expect((await get('/operator/queues')).statusCode).toBe(200)
})

test('of its page, what is not ours is taken out', () => {
  const page = `<link href="https://fonts.example/x" rel="stylesheet"><link href="static/a.css"><style>a{}</style><p style="x:y">z</p></body>`
  expect(withoutInline(page)).toMatch(/^<link href="static\/a.css"><p>z<\/p><noscript>/)
})
