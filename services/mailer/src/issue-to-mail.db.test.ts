import { simpleParser } from 'mailparser'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aMailer, checkSignature } from './a-mailer.suite.ts'
import { aMailDatabase, type MailDatabase } from './planning/a-mail-database.suite.ts'
import { type MailServer, startMailServer } from './transport/a-mail-server.suite.ts'

const hostile = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  '=?utf-8?q?Free=20money?=',
  'A title\r\nBcc: evil@example.org\r\n\r\n<b>body</b>',
  'Paid \u202egnihton\u202c in full',
  `{{ it.secret }} <% it.secret %> \${secret}`,
  '模型'.repeat(400),
  'no-spaces-at-all-'.repeat(90),
]

let mail: MailDatabase
let server: MailServer

beforeAll(async () => {
  mail = await aMailDatabase()
  server = await startMailServer()
  mail.clock.now = new Date()
  const today = mail.clock.now.toISOString().slice(0, 10)
  const hour = mail.clock.now.getUTCHours()
  await mail.subscribe([
    { email: 'ada@example.org', hour },
    { email: 'bob+papers@example.com', hour, topics: [null, 'onerror', '"quoted <b>search</b>"'] },
    { email: 'cy@xn--exmple-cua.org', hour },
  ])
  const papers = hostile.map((title, n) => ({ id: `paper${n}`, title, abstract: `${title} ${title}` }))
  await mail.dump(today, papers)
  const mailer = await aMailer(mail, server.url)
  await mailer.round()
  await mailer.stop()
})
afterAll(async () => {
  await server.stop()
  await mail.stop()
})

test('everybody has one mail, each with one recipient in its envelope', () => {
  expect(server.recipients.toSorted()).toEqual([
    'ada@example.org',
    'bob+papers@example.com',
    // The test's server shows domains as people write them.
    'cy@exämple.org',
  ])
  expect(server.received).toHaveLength(3)
})

describe.each([0, 1, 2])('mail %i', (n) => {
  const raw = () => server.received[n]!

  test('passes the check of its signature, with both headers of unsubscribing under it', async () => {
    const { result, signed } = await checkSignature(raw())
    expect(result).toBe('pass')
    expect(signed.split(/[:,;\s]+/)).toEqual(
      expect.arrayContaining(['list-unsubscribe', 'list-unsubscribe-post', 'from', 'subject', 'message-id']),
    )
  })

  test('parses, with nothing in its header that a title has put there', async () => {
    const parsed = await simpleParser(raw())
    expect(parsed.bcc).toBeUndefined()
    expect([parsed.to].flat().flatMap((to) => to?.value ?? [])).toHaveLength(1)
    expect(parsed.subject).toMatch(/^Paperboy \d{4}-\d\d-\d\d: 8 new papers$/)
    expect(parsed.headers.get('list')).toMatchObject({
      unsubscribe: { url: expect.stringMatching(/^https:\/\/papers\.example\.org\/unsubscribe\/[\w-]{43}$/) },
    })
    expect(parsed.headers.get('list')).toMatchObject({
      'unsubscribe-post': { name: 'List-Unsubscribe=One-Click' },
    })
  })

  test('shows hostile titles as text', async () => {
    const { html, text } = await simpleParser(raw())
    expect(html).not.toMatch(/<script|<img[^>]*onerror|\u202e/i)
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
    expect(html).toContain('=?utf-8?q?Free=20money?=')
    expect(html).toContain('{{ it.secret }}')
    expect(text).toContain('A title Bcc: evil@example.org')
    expect(text).not.toContain('\u202e')
  })

  test('is valid in its lines and its size, and the way out comes before the papers', async () => {
    const lines = raw().toString('latin1').split('\r\n')
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(998)
    expect(raw().toString('latin1').replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
    expect(raw().length).toBeLessThan(100_000)
    const { text = '' } = await simpleParser(raw())
    expect(text.indexOf('/unsubscribe/')).toBeLessThan(text.indexOf('1. '))
  })
})

test('mails that a killed mailer left held, and mails that came too late, are measured too', async () => {
  const set = (email: string, state: string, times: { lease_until?: Date; give_up_at?: Date }) =>
    mail.db
      .updateTable('deliveries')
      .set({ state, ...times })
      .where('subscriber_id', '=', (eb) =>
        eb.selectFrom('subscribers').select('id').where('email', '=', email),
      )
      .executeTakeFirstOrThrow()
  await set('ada@example.org', 'sending', { lease_until: new Date(0) })
  await set('bob+papers@example.com', 'retry', { give_up_at: new Date(0) })
  const mailer = await aMailer(mail, server.url)
  await mailer.round()
  const measures = await mailer.measures()
  await mailer.stop()
  expect(measures).toContain('paperboy_records_total{stage="mail",outcome="unknown",service="test"} 1')
  expect(measures).toContain('paperboy_records_total{stage="mail",outcome="failed",service="test"} 1')
})
