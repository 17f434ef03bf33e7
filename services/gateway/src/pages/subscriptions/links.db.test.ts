import { afterAll, beforeAll, expect, test } from 'vitest'
import { aMailGateway, type MailGateway, urlencoded } from '../../a-mail-gateway.suite.ts'

let gateway: MailGateway
beforeAll(async () => {
  gateway = await aMailGateway()
})
afterAll(() => gateway[Symbol.asyncDispose]())

const get = (url: string) => gateway.app.inject(url)
const manage = (token: string, fields: Record<string, string> | string[][]) =>
  gateway.post(
    `/subscription/${token}`,
    new URLSearchParams(fields as Record<string, string>).toString(),
    urlencoded,
  )
const stateOf = async (email: string) =>
  (await gateway.db
    .selectFrom('subscribers')
    .selectAll()
    .where('email_key', '=', email)
    .executeTakeFirst()) ?? null
const topicsOf = async (email: string) =>
  (
    await gateway.db
      .selectFrom('topics')
      .innerJoin('subscribers', 'subscribers.id', 'subscriber_id')
      .select('query')
      .where('email_key', '=', email)
      .execute()
  ).map(({ query }) => query)
const settings = {
  ...{ action: 'save', trending: 'yes', searches: 'diffusion\r\n"graph neural"\r\n\r\ndiffusion' },
  ...{ frequency: 'weekly', hour: '17', timeZone: 'Europe/Berlin', maxPapers: '7', pausedUntil: '' },
}

test('looking at a confirmation link changes nothing, its button confirms, twice as well', async () => {
  await gateway.post('/v1/subscriptions', { email: 'ada@example.org', query: 'attention' })
  const token = await gateway.confirmation('ada@example.org')
  for (const method of ['GET', 'HEAD'] as const) {
    expect((await gateway.app.inject({ method, url: `/confirm/${token}` })).statusCode).toBe(200)
  }
  expect((await get(`/confirm/${token}`)).body.match(/<button/g)).toHaveLength(1)
  expect(await stateOf('ada@example.org')).toMatchObject({ state: 'pending' })
  const first = await gateway.post(`/confirm/${token}`)
  const second = await gateway.post(`/confirm/${token}`, 'a=b', urlencoded)
  expect([first.statusCode, second.statusCode]).toEqual([303, 303])
  expect(first.headers.location).toBe(second.headers.location)
  expect(await stateOf('ada@example.org')).toMatchObject({ state: 'confirmed' })
  const page = await get(String(first.headers.location))
  expect(page.body).toContain('You are subscribed')
  expect(page.body).toContain('attention')
})

test('pages behind a token are kept and passed on by nobody', async () => {
  const token = await gateway.confirmed('secret@example.org')
  for (const url of [`/subscription/${token}`, `/unsubscribe/${token}`, '/confirm/nix']) {
    const { headers, body } = await get(url)
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-robots-tag': 'noindex, nofollow',
    })
    expect(body).toContain('<meta name="robots" content="noindex">')
    expect(body).not.toContain('rel="canonical"')
  }
})

test.each(['/confirm/nix', '/subscription/nix', `/confirm/${'x'.repeat(900)}`, '/subscription/%00'])(
  '%s is a page that says what to do',
  async (url) => {
    for (const method of ['GET', 'POST'] as const) {
      const { statusCode, headers } = await gateway.app.inject({ method, url })
      expect([statusCode, headers['content-type']]).toEqual([404, 'text/html; charset=utf-8'])
    }
  },
)

test('an expired confirmation link works no more', async () => {
  await gateway.post('/v1/subscriptions', { email: 'late@example.org' })
  const token = await gateway.confirmation('late@example.org')
  await gateway.db
    .updateTable('confirmations')
    .set({ expires_at: new Date(0) })
    .where('confirmed_at', 'is', null)
    .execute()
  expect((await gateway.post(`/confirm/${token}`)).statusCode).toBe(404)
  expect((await get(`/confirm/${token}`)).body).toContain('This link does not work any more')
})

test('everything can be changed on the page', async () => {
  const token = await gateway.confirmed('manage@example.org')
  const response = await manage(token, [...Object.entries(settings), ['weekdays', '5'], ['weekdays', '2']])
  expect([response.statusCode, response.headers.location]).toEqual([303, `/subscription/${token}?done=saved`])
  expect(await stateOf('manage@example.org')).toMatchObject({
    ...{ hour: 17, time_zone: 'Europe/Berlin', frequency: 'weekly', weekdays: [2, 5], max_papers: 7 },
    paused_until: null,
  })
  expect((await topicsOf('manage@example.org')).sort()).toEqual(['"graph neural"', 'diffusion', null])
  const page = await get(`/subscription/${token}?done=saved`)
  expect(page.body).toContain('every Tuesday, Friday at 17:00 (Europe/Berlin)')
  await manage(token, { ...settings, pausedUntil: '2099-02-01' })
  expect(await stateOf('manage@example.org')).toMatchObject({ paused_until: '2099-02-01', weekdays: [1] })
})

test.each([
  [{ timeZone: 'Mars/Olympus' }, 'time zone'],
  [{ hour: '25' }, 'hour'],
  [{ maxPapers: '1e9' }, 'number of papers'],
  [{ pausedUntil: '2026-02-30' }, 'day of the next mail'],
  [{ frequency: 'hourly' }, 'daily or weekly'],
  [{ trending: '', searches: ' ' }, 'unsubscribe'],
  [{ searches: 'x'.repeat(501) }, '500 characters'],
  [{ searches: Array.from({ length: 21 }, (_, at) => `s${at}`).join('\n') }, '20 saved searches'],
])('%j is explained, and nothing is changed', async (change, words) => {
  const token = await gateway.confirmed('strict@example.org')
  const before = await stateOf('strict@example.org')
  const response = await manage(token, { ...settings, ...change } as Record<string, string>)
  expect(response.statusCode).toBe(400)
  expect(response.body).toContain(words)
  if (!('searches' in change)) expect(response.body).toContain('diffusion\n')
  expect(await stateOf('strict@example.org')).toEqual(before)
  await gateway.db.deleteFrom('subscribers').where('email_key', '=', 'strict@example.org').execute()
})

const oneClick = 'List-Unsubscribe=One-Click'
const multipart = `--b\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--b--\r\n`
test.each([
  ['urlencoded', oneClick, urlencoded],
  ['multipart', multipart, { 'content-type': 'multipart/form-data; boundary=b' }],
  ['empty', undefined, {}],
  ['empty multipart', '', { 'content-type': 'multipart/form-data' }],
  ['no form', 'x', { 'content-type': 'nonsense', origin: 'https://mail.example' }],
])('one click unsubscribes: %s body, again and again', async (name, body, headers) => {
  const email = `${name.replaceAll(' ', '-')}@example.org`
  const token = await gateway.confirmed(email)
  await get(`/unsubscribe/${token}`)
  expect(await stateOf(email)).toMatchObject({ state: 'confirmed' })
  const first = await gateway.post(`/unsubscribe/${token}`, body, headers as Record<string, string>)
  const second = await gateway.post(`/unsubscribe/${token}`, body, headers as Record<string, string>)
  expect([first.statusCode, second.statusCode, second.body]).toEqual([200, 200, first.body])
  expect(await stateOf(email)).toMatchObject({ state: 'unsubscribed' })
})

test.each(['nix', 'x'.repeat(43), '%00'])(
  'there is nothing to unsubscribe for a link that nobody has: %s',
  async (token) => {
    const { statusCode, body } = await gateway.post(`/unsubscribe/${token}`, oneClick, urlencoded)
    expect(statusCode).toBe(404)
    expect(body).toContain('Nothing to unsubscribe')
  },
)

test('who left may come back, by a new confirmation', async () => {
  const token = await gateway.confirmed('back@example.org')
  expect((await manage(token, { action: 'unsubscribe' })).headers.location).toBe(
    `/subscription/${token}?done=left`,
  )
  await gateway.db
    .updateTable('confirmations')
    .set({ created_at: new Date(0) })
    .execute()
  const page = await get(`/subscription/${token}?done=left`)
  expect(page.body).toContain('Subscribe again')
  // The button of the confirmation mail, pressed again.
  expect((await get(`/subscription/${token}?done=confirmed`)).body).not.toContain('You are subscribed')
  expect((await manage(token, { action: 'again' })).headers.location).toBe('/subscribe/sent')
  expect(await stateOf('back@example.org')).toMatchObject({ state: 'unsubscribed' })
  await gateway.post(`/confirm/${await gateway.confirmation('back@example.org')}`)
  expect(await stateOf('back@example.org')).toMatchObject({ state: 'confirmed' })
})

test('all data is deleted, after a second press', async () => {
  const token = await gateway.confirmed('gone@example.org')
  const sure = await manage(token, { action: 'erase' })
  expect([sure.statusCode, sure.body.includes('Delete everything')]).toEqual([200, true])
  expect(await stateOf('gone@example.org')).not.toBeNull()
  expect((await manage(token, { action: 'erase-now' })).body).toContain('All your data is deleted')
  expect(await stateOf('gone@example.org')).toBeNull()
  expect((await get(`/subscription/${token}`)).statusCode).toBe(404)
  for (const _ of ['first', 'again']) {
    const { statusCode, body } = await gateway.post(`/unsubscribe/${token}`)
    expect([statusCode, body.includes('Nothing to unsubscribe')]).toEqual([200, true])
  }
  expect((await manage(token, { action: 'erase-now' })).statusCode).toBe(404)
})

test('a search that looks like HTML is shown as text', async () => {
  const evil = '</textarea><script>alert(1)</script>'
  const token = await gateway.confirmed('evil@example.org', { query: evil })
  expect((await get(`/subscription/${token}`)).body).not.toContain('<script>alert')
})
