import { afterAll, beforeAll, expect, test } from 'vitest'
import { elsewhere, promised } from '../a-gateway.suite.ts'
import { aMailGateway, type MailGateway, urlencoded } from '../a-mail-gateway.suite.ts'

let gateway: MailGateway
beforeAll(async () => {
  gateway = await aMailGateway()
})
afterAll(() => gateway[Symbol.asyncDispose]())

const subscribe = (body: object) => gateway.post('/v1/subscriptions', body)
const form = (fields: Record<string, string>, query = '') =>
  gateway.post(`/subscribe${query}`, new URLSearchParams(fields).toString(), urlencoded)
const confirmations = async () =>
  Number(
    (
      await gateway.db
        .selectFrom('confirmations')
        .select(({ fn }) => fn.countAll().as('n'))
        .executeTakeFirstOrThrow()
    ).n,
  )

test('the answer is the same for known and unknown addresses, and one mail is due', async () => {
  const first = await subscribe({ email: 'Ada@Example.org' })
  expect(first.statusCode).toBe(202)
  expect(promised(gateway.app, 'POST /v1/subscriptions', first)).toEqual({ status: 'pending' })
  expect(gateway.jobs).toEqual(['mail.pending'])
  const again = await subscribe({ email: 'ada@example.ORG' })
  expect([again.statusCode, again.body]).toEqual([first.statusCode, first.body])
  expect(await confirmations()).toBe(1)
})

test.each([
  ['ada@example.org, eve@example.org'],
  ['Ada <ada@example.org>'],
  ['ada'],
  [''],
  ['ada@example.org\r\nBcc: eve@example.org'],
  [['ada@example.org', 'eve@example.org']],
  [42],
])('%j is not one plain address', async (email) => {
  const response = await subscribe({ email })
  expect(response.statusCode).toBe(400)
  expect(promised(gateway.app, 'POST /v1/subscriptions', response)).toMatchObject({
    code: 'BAD_REQUEST',
    message: expect.stringMatching(/^email /),
  })
})

test.each([
  ['timeZone', 'Mars/Olympus'],
  ['hour', 24],
  ['frequency', 'hourly'],
  ['maxPapers', 0],
  ['colour', 'red'],
])('a wrong %s is named', async (field, value) => {
  const response = await subscribe({ email: 'ada@example.org', [field]: value })
  expect([response.statusCode, response.json().message]).toEqual([400, expect.stringContaining(field)])
})

test('plus-addresses and international domains are addresses', async () => {
  for (const email of ['ada+papers@example.org', 'ada@bücher.example']) {
    expect((await subscribe({ email })).statusCode).toBe(202)
  }
  const token = await gateway.confirmation('ada@xn--bcher-kva.example')
  expect((await gateway.app.inject(`/confirm/${token}`)).statusCode).toBe(200)
})

test('a network may subscribe twenty addresses an hour; what is wrong does not count', async () => {
  const ask = (email: string, remoteAddress: string) =>
    gateway.app.inject({ method: 'POST', url: '/v1/subscriptions', remoteAddress, payload: { email } })
  for (let index = 0; index < 25; index++) expect((await ask('wrong', elsewhere)).statusCode).toBe(400)
  for (let index = 0; index < 20; index++) {
    expect((await ask(`n${index}@example.org`, `203.0.113.${index}`)).statusCode).toBe(202)
  }
  const refused = await ask('n20@example.org', elsewhere)
  expect([refused.statusCode, Number(refused.headers['retry-after']) > 3_000]).toEqual([429, true])
  expect((await ask('n20@example.org', '203.0.114.1')).statusCode).toBe(202)
  const page = await gateway.app.inject({
    ...{ method: 'POST', url: '/subscribe', remoteAddress: elsewhere, headers: urlencoded },
    payload: 'email=n21%40example.org',
  })
  expect([page.statusCode, page.headers['content-type']]).toEqual([429, 'text/html; charset=utf-8'])
})

test('the form leads on to a page that says what comes', async () => {
  const response = await form({ email: 'form@example.org', timeZone: 'Asia/Tokyo', hour: '7', website: '' })
  expect([response.statusCode, response.headers.location]).toEqual([303, '/subscribe/sent'])
  const page = await gateway.app.inject('/subscribe/sent')
  expect(page.body).toContain('Look into your inbox')
  const confirm = await gateway.app.inject(`/confirm/${await gateway.confirmation('form@example.org')}`)
  expect(confirm.body).toContain('daily at 7:00 (Asia/Tokyo)')
})

test('without a script, and with one that knows an unknown zone, the zone is UTC', async () => {
  await form({ email: 'plain@example.org' }, '?q=%22graph+neural%22')
  await form({ email: 'odd@example.org', timeZone: 'Mars/Olympus', hour: 'noon' })
  for (const email of ['plain@example.org', 'odd@example.org']) {
    const page = await gateway.app.inject(`/confirm/${await gateway.confirmation(email)}`)
    expect(page.body).toContain('daily at 8:00 (UTC)')
    expect(page.body.includes('<q>&quot;graph neural&quot;</q>')).toBe(email.startsWith('plain'))
  }
})

test('who fills in the trap gets the same answer and nothing else', async () => {
  const before = await confirmations()
  const response = await form({ email: 'bot@example.org', website: 'https://spam.example' })
  expect([response.statusCode, response.headers.location]).toEqual([303, '/subscribe/sent'])
  expect(await confirmations()).toBe(before)
})

test('what is wrong in the form is explained beside it, as text', async () => {
  const response = await form({ email: '<b>ada@example.org' })
  expect(response.statusCode).toBe(400)
  expect(response.body).toContain('value="&lt;b&gt;ada@example.org"')
  expect(response.body).toContain('This is not one plain email address')
})

test('a captcha may refuse', async () => {
  await using other = await aMailGateway({
    captcha: async ({ body }) => (body as { answer?: string }).answer === '42',
  })
  const ask = (fields: string) => other.post('/subscribe', `email=ada%40example.org${fields}`, urlencoded)
  expect((await ask('')).statusCode).toBe(400)
  expect((await ask('&answer=42')).statusCode).toBe(303)
})

test('a queue that is away is no reason to refuse', async () => {
  const away = async () => {
    throw new Error('connect ECONNREFUSED')
  }
  await using other = await aMailGateway({ queue: { send: away } as never })
  expect((await other.post('/v1/subscriptions', { email: 'ada@example.org' })).statusCode).toBe(202)
})
