import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { aPaper, promised } from '../a-gateway.suite.ts'
import { aMailGateway, type MailGateway } from '../a-mail-gateway.suite.ts'

const DATE = '2026-11-24'
const SECRET = 'a-secret-of-sixteen'
let gateway: MailGateway
beforeAll(async () => {
  gateway = await aMailGateway({
    now: () => new Date('2026-11-24T12:00:00Z'),
    digests: { list: async () => [], byDate: async (date) => (date === DATE ? [aPaper()] : null) },
    settings: { bounceWebhookSecret: SECRET },
  })
})
afterAll(() => gateway[Symbol.asyncDispose]())

const csv = (...lines: string[]) => ['email,confirmed_at,query,zone,hour', ...lines].join('\n')
const importing = async (text: string | Buffer) =>
  promised<{ imported: number; skipped: number; failed: number; errors: { line: number; reason: string }[] }>(
    gateway.app,
    'POST /v1/subscribers/import',
    await gateway.asOperator('POST', '/v1/subscribers/import', text),
  )
const suppressed = async (email: string) => {
  const { items } = (await gateway.asOperator('GET', '/v1/subscribers?limit=1000')).json()
  return items.find((row: { email: string }) => row.email === email)?.suppressed
}

test('lines that are right are imported, the others reported', async () => {
  const report = await importing(
    csv(
      'Ada@example.org,2026-01-02T03:04:05Z,,Europe/Berlin,7',
      'no address,2026-01-02,,,',
      'eve@example.org,,,,',
      'kim@example.org,2027-01-01,,,',
      'lee@example.org,yesterday,,,',
      'max@example.org,2026-01-02,"deep, ""graph""",Mars/Olympus,7',
      'ned@example.org,2026-01-02,"deep, ""graph""",UTC,7',
      'too,few',
      'oz@example.org,2026-01-02,,,25',
      'ned@example.org,2026-01-02,,,',
    ),
  )
  expect(report).toMatchObject({ imported: 2, skipped: 1, failed: 7 })
  expect(report.errors.map(({ line }) => line)).toEqual([3, 4, 5, 6, 7, 9, 10])
  expect(report.errors[1]!.reason).toContain('confirmed_at is missing')
  const { items } = promised<{ items: object[] }>(
    gateway.app,
    'GET /v1/subscribers',
    await gateway.asOperator('GET', '/v1/subscribers'),
  )
  expect(items).toMatchObject([
    {
      email: 'Ada@example.org',
      state: 'confirmed',
      confirmedAt: '2026-01-02T03:04:05.000Z',
      hour: 7,
      topics: [null],
    },
    { email: 'ned@example.org', topics: ['deep, "graph"'], source: 'import' },
  ])
})

test.each(['', 'email\nada@example.org', '"', Buffer.from([0xff, 0xfe, 0x00]), 'a,b\n1,2'])(
  '%j is no list of subscribers',
  async (text) => {
    const response = await gateway.asOperator('POST', '/v1/subscribers/import', text as string)
    expect([response.statusCode, response.json().code]).toEqual([400, 'BAD_REQUEST'])
  },
)

test('a sheet with semicolons and a byte order mark is read, a huge one refused', async () => {
  const sheet = '\ufeffE-Mail Address;Consent time\r\n"bom@example.org";2026-01-02\r\n'
  expect(await importing(sheet.replace('E-Mail', 'Email'))).toMatchObject({ imported: 1, failed: 0 })
  const response = await gateway.asOperator('POST', '/v1/subscribers/import', 'x'.repeat(11 * 1024 * 1024))
  expect(response.statusCode).toBe(413)
})

test('an export can be imported elsewhere, without those who left', async () => {
  const hostile = '=cmd()'
  await gateway.confirmed('+plus@example.org', { query: hostile })
  const token = await gateway.confirmed('left@example.org')
  await gateway.post(`/unsubscribe/${token}`)
  const exported = await gateway.asOperator('GET', '/v1/subscribers.csv')
  expect(exported.headers['content-type']).toBe('text/csv; charset=utf-8')
  expect(exported.body).not.toMatch(/(^|,)[=+]/m)
  await using other = await aMailGateway()
  const report = (await other.asOperator('POST', '/v1/subscribers/import', exported.body)).json()
  const before = (await gateway.asOperator('GET', '/v1/subscribers')).json().items
  const staying = before.filter((row: { state: string }) => row.state === 'confirmed')
  expect(report).toMatchObject({ imported: staying.length, failed: before.length - staying.length })
  const after = (await other.asOperator('GET', '/v1/subscribers')).json().items
  const facts = ({ email, topics, timeZone, hour, confirmedAt }: Record<string, unknown>) => ({
    ...{ email, topics, timeZone, hour, confirmedAt },
  })
  expect(after.map(facts)).toEqual(staying.map(facts))
})

test('a list is paged', async () => {
  const seen: string[] = []
  let cursor = ''
  do {
    const url = `/v1/subscribers?limit=2${cursor && `&cursor=${cursor}`}`
    const { items, nextCursor } = (await gateway.asOperator('GET', url)).json()
    seen.push(...items.map(({ id }: { id: string }) => id))
    cursor = nextCursor ?? ''
  } while (cursor)
  const all = (await gateway.asOperator('GET', '/v1/subscribers')).json().items
  expect(seen).toEqual(all.map(({ id }: { id: string }) => id))
  expect((await gateway.asOperator('GET', '/v1/subscribers?cursor=x')).statusCode).toBe(400)
})

const bounce = (body: object, headers = {}) =>
  gateway.post('/v1/bounces', body, headers as Record<string, string>)
const signed = (body: object, secondsAgo = 0, secret = SECRET) => {
  const text = JSON.stringify(body)
  const time = Math.floor(Date.now() / 1000) - secondsAgo
  const v1 = createHmac('sha256', secret).update(`${time}.${text}`).digest('hex')
  return gateway.post('/v1/bounces', text, {
    ...{ 'content-type': 'application/json', 'paperboy-signature': `t=${time},v1=${v1}` },
  })
}
const operator = { authorization: 'Bearer the-operator-key' }

test('one hard bounce or three soft ones end the mails', async () => {
  const token = await gateway.confirmed('soft@example.org')
  await gateway.confirmed('hard@example.org')
  for (const [step, expected] of [null, null, 'soft'].entries()) {
    const response = await bounce({ token, type: 'soft', detail: `4.2.2 full ${step}` }, operator)
    expect(promised(gateway.app, 'POST /v1/bounces', response)).toEqual({ recorded: true })
    expect(await suppressed('soft@example.org')).toBe(expected)
  }
  await bounce({ email: 'HARD@example.org', type: 'hard', detail: '5.1.1' }, operator)
  expect(await suppressed('hard@example.org')).toBe('hard')
})

test('a bounce needs the key or a fresh signature', async () => {
  const report = { email: 'signed@example.org', type: 'complaint' }
  await gateway.confirmed('signed@example.org')
  expect((await bounce(report)).statusCode).toBe(401)
  expect((await signed(report, 0, 'another-secret-123')).statusCode).toBe(401)
  expect((await signed(report, 600)).statusCode).toBe(401)
  expect(await suppressed('signed@example.org')).toBeNull()
  expect((await signed(report)).json()).toEqual({ recorded: true })
  expect(await suppressed('signed@example.org')).toBe('complaint')
})

test.each([
  [{ type: 'hard' }, /email/],
  [{ email: 'no address', type: 'hard' }, /^email /],
  [{ email: 'a@example.org', type: 'odd' }, /type/],
  [{ email: 'a@example.org' }, /type/],
])('%j is no bounce', async (body, message) => {
  const response = await bounce(body, operator)
  expect([response.statusCode, response.json().message]).toEqual([400, expect.stringMatching(message)])
})

test('a bounce of nobody is no fault of who reports it', async () => {
  expect((await bounce({ token: 'nix', type: 'hard' }, operator)).json()).toEqual({ recorded: false })
})

async function anIssue(
  email: string,
  { state, error }: { state: string | null; error?: string },
): Promise<string> {
  const { id } = await gateway.db
    .selectFrom('subscribers')
    .select('id')
    .where('email_key', '=', email)
    .executeTakeFirstOrThrow()
  const issue = { id: `i-${id}`, subscriber_id: id, date: DATE, outcome: state ? 'frozen' : 'empty' }
  await gateway.db.insertInto('issues').values(issue).execute()
  if (state) {
    const delivery = { issue_id: issue.id, subscriber_id: id, state, error, message_id: `<${issue.id}@x>` }
    await gateway.db
      .insertInto('deliveries')
      .values({ ...delivery, give_up_at: new Date() })
      .execute()
  }
  return issue.id
}

test('a day is reported, and what is unknown decided', async () => {
  await anIssue('ned@example.org', { state: 'failed', error: '550 no such user\r\nhere' })
  await anIssue('bom@example.org', { state: null })
  await anIssue('soft@example.org', { state: 'sent' })
  const unknown = await anIssue('ada@example.org', { state: 'unknown', error: 'killed while sending' })
  const report = await gateway.asOperator('GET', `/v1/issues/${DATE}/report`)
  expect(promised(gateway.app, 'GET /v1/issues/{date}/report', report)).toMatchObject({
    ...{ due: 4, sent: 1, skipped: 1, failed: 1, unknown: 1, waiting: 0 },
    line: `${DATE}: due 4, sent 1, skipped 1 (empty 1), failed 1 (1 × 550 no such user here), unknown 1 (1 × killed while sending)`,
  })
  const list = await gateway.asOperator('GET', `/v1/issues/${DATE}`)
  const { items } = promised<{ items: { state: string }[] }>(gateway.app, 'GET /v1/issues/{date}', list)
  expect(items.map(({ state }) => state).sort()).toEqual(['empty', 'failed', 'sent', 'unknown'])
  const jobs = gateway.jobs.length
  const again = await gateway.asOperator('POST', `/v1/issues/${unknown}/resend`)
  expect(promised(gateway.app, 'POST /v1/issues/{issueId}/resend', again)).toMatchObject({ state: 'retry' })
  expect(gateway.jobs.length).toBe(jobs + 1)
  const late = await gateway.asOperator('POST', `/v1/issues/${unknown}/drop`)
  expect(promised(gateway.app, 'POST /v1/issues/{issueId}/drop', late)).toMatchObject({ code: 'CONFLICT' })
})

test('a digest is sent when the mailer has done it, and not for a day that has none', async () => {
  const mailer = (async () => {
    for (;;) {
      const request = await gateway.db.selectFrom('send_requests').selectAll().executeTakeFirst()
      if (!request) continue
      for (const email of ['two@example.org', 'three@example.org', 'nothing@example.org']) {
        await gateway.db.insertInto('subscribers').values({ id: email, email, email_key: email }).execute()
      }
      await anIssue('two@example.org', { state: 'sent' })
      await anIssue('three@example.org', { state: 'sent' })
      await anIssue('nothing@example.org', { state: null })
      await gateway.db.updateTable('send_requests').set({ done_at: new Date() }).execute()
      return
    }
  })()
  const response = await gateway.asOperator('POST', `/v1/digests/${DATE}/send`)
  await mailer
  expect(response.statusCode).toBe(200)
  expect(promised(gateway.app, 'POST /v1/digests/{date}/send', response)).toEqual({
    ...{ planned: 2, sent: 2, skipped: 1, failed: 0 },
  })
  expect((await gateway.asOperator('POST', '/v1/digests/2026-11-23/send')).statusCode).toBe(404)
})

test('of requests at one time each issue counts for one', async () => {
  const open = () => gateway.db.selectFrom('send_requests').selectAll().where('done_at', 'is', null).execute()
  const mailer = (async () => {
    await expect.poll(async () => (await open()).length, { timeout: 20_000 }).toBe(3)
    for (const email of ['one@crowd.example.org', 'two@crowd.example.org']) {
      await gateway.db.insertInto('subscribers').values({ id: email, email, email_key: email }).execute()
    }
    await anIssue('one@crowd.example.org', { state: 'sent' })
    await anIssue('two@crowd.example.org', { state: 'failed' })
    await gateway.db.updateTable('send_requests').set({ done_at: new Date() }).execute()
  })()
  const asked = [1, 2, 3].map(() => gateway.asOperator('POST', `/v1/digests/${DATE}/send`))
  const answers = (await Promise.all(asked)).map((response) => response.json())
  await mailer
  const sum = (name: string) => answers.reduce((total, counts) => total + counts[name], 0)
  expect(['planned', 'sent', 'skipped', 'failed'].map(sum)).toEqual([2, 1, 0, 1])
})
