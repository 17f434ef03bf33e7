import { appendFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bounces, suppressionRule } from '@paperboy/database'
import { createLogger } from '@paperboy/service-kit'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { aMailer } from '../a-mailer.suite.ts'
import { aMailDatabase, type MailDatabase } from '../planning/a-mail-database.suite.ts'
import { type MailServer, startMailServer } from '../transport/a-mail-server.suite.ts'
import { aComplaint, aReport, aStatus } from './a-report.suite.ts'
import { takeBounces } from './take-bounces.ts'

let mail: MailDatabase
let folder: string
beforeEach(async () => {
  mail = await aMailDatabase()
  mail.clock.now = new Date()
  folder = await mkdtemp(join(tmpdir(), 'bounces-'))
})
afterEach(async () => {
  await mail.stop()
  await rm(folder, { recursive: true, force: true })
})

const HOUR = () => mail.clock.now.getUTCHours()
const put = (name: string, bytes: Buffer) => writeFile(join(folder, name), bytes)
/** A report that answers a mail of ours. */
const about = (report: Buffer, token: string) => Buffer.from(report.toString().replaceAll('Tk_9-aZ', token))

const takingFrom = (mailbox: string) =>
  takeBounces({
    ...{ mailbox, localPart: 'bounce', bounces: bounces(mail.db), rule: (all) => suppressionRule(all) },
    log: createLogger('mailer', 'silent'),
  })

const seen = async () =>
  (await mail.db.selectFrom('bounces').select('type').orderBy('id').execute()).map(({ type }) => type)
const suppressed = async () => {
  const { items } = await mail.operators.subscribers({ limit: 10 })
  return Object.fromEntries(items.map(({ email, suppressed }) => [email, suppressed]))
}

test('a hard bounce and a complaint suppress whom they are about, and nobody else', async () => {
  await mail.subscribe(['ada', 'bob', 'cy'].map((name) => ({ email: `${name}@example.org` })))
  await put('1.eml', about(aStatus('5.1.1'), await mail.token('ada@example.org')))
  await put('2.eml', about(aComplaint(['Feedback-Type: abuse']), await mail.token('bob@example.org')))
  expect(await takingFrom(folder)()).toBe(2)
  expect(await seen()).toEqual(['hard', 'complaint'])
  expect(await suppressed()).toEqual({
    'ada@example.org': 'hard',
    'bob@example.org': 'complaint',
    'cy@example.org': null,
  })
})

test('a mail is taken once, by whichever mailer; soft ones suppress at the third', async () => {
  await mail.subscribe([{ email: 'ada@example.org' }])
  const token = await mail.token('ada@example.org')
  const soft = (n: number) => about(aStatus('4.2.2', { diagnosis: `smtp; 452 full ${n}` }), token)
  await put('1.eml', soft(1))
  await put('2.eml', soft(2))
  const [one, other] = [takingFrom(folder), takingFrom(folder)]
  expect(await one()).toBe(2)
  expect([await one(), await other(), await takingFrom(folder)()]).toEqual([0, 0, 0])
  expect(await suppressed()).toEqual({ 'ada@example.org': null })
  await put('3.eml', soft(3))
  const both = await Promise.all([one(), other()])
  expect(both[0]! + both[1]!).toBe(1)
  expect(await seen()).toEqual(['soft', 'soft', 'soft'])
  expect(await suppressed()).toEqual({ 'ada@example.org': 'soft' })
})

test('a report that proves nothing suppresses nobody: anybody can write one', async () => {
  await mail.subscribe([{ email: 'ada@example.org' }])
  const fields = ['', 'Final-Recipient: rfc822; ada@example.org', 'Action: failed', 'Status: 5.1.1']
  await put('1.eml', aReport({ to: 'bounce@mail.example', fields, original: 'To: ada@example.org' }))
  await put('2.eml', about(aStatus('5.1.1'), 'a-token-of-nobody'))
  expect(await takingFrom(folder)()).toBe(0)
  expect(await suppressed()).toEqual({ 'ada@example.org': null })
})

test('the Message-ID of a delivery tells whose mail it was', async () => {
  await mail.subscribe([{ email: 'ada@example.org', hour: HOUR() }])
  await mail.dump(mail.clock.now.toISOString().slice(0, 10), ['a'])
  const server = await startMailServer()
  const mailer = await aMailer(mail, server.url)
  await mailer.round()
  await mailer.stop()
  await server.stop()
  const messageId = /^Message-ID: (<.+>)/im.exec(server.received[0]!.toString())![1]
  const fields = ['', 'Original-Recipient: rfc822; ada@example.org', 'Action: failed', 'Status: 5.1.1']
  await put('1.eml', aReport({ to: 'bounce@mail.example', fields, original: `Message-ID: ${messageId}` }))
  expect(await takingFrom(folder)()).toBe(1)
  expect(await suppressed()).toEqual({ 'ada@example.org': 'hard' })
})

test('an mbox that grows, and a Maildir', async () => {
  await mail.subscribe([{ email: 'ada@example.org' }, { email: 'bob@example.org' }])
  const mbox = join(folder, 'mbox')
  const entry = (report: Buffer) => `From MAILER-DAEMON Tue Nov 24 08:00:00 2026\n${report}\n\n`
  await writeFile(mbox, entry(about(aStatus('4.2.2'), await mail.token('ada@example.org'))))
  const take = takingFrom(mbox)
  expect(await take()).toBe(1)
  await appendFile(mbox, entry(about(aStatus('5.1.1'), await mail.token('ada@example.org'))))
  expect(await take()).toBe(1)
  const maildir = join(folder, 'maildir')
  for (const part of ['cur', 'new', 'tmp']) await mkdir(join(maildir, part), { recursive: true })
  const takeMaildir = takingFrom(maildir)
  expect(await takeMaildir()).toBe(0)
  await writeFile(
    join(maildir, 'new', '1.a.host'),
    about(aStatus('5.1.1'), await mail.token('bob@example.org')),
  )
  expect(await takeMaildir()).toBe(1)
  expect(await suppressed()).toEqual({ 'ada@example.org': 'hard', 'bob@example.org': 'hard' })
})

test('a round reads the mailbox before it sends: who bounced yesterday gets no mail today', async () => {
  await mail.subscribe(['ada', 'bob'].map((name) => ({ email: `${name}@example.org`, hour: HOUR() })))
  await mail.dump(mail.clock.now.toISOString().slice(0, 10), ['a'])
  await put('1.eml', about(aStatus('5.1.1'), await mail.token('ada@example.org')))
  const server: MailServer = await startMailServer()
  const mailer = await aMailer(mail, server.url, { BOUNCE_MAILBOX: folder })
  await mailer.round()
  await mailer.stop()
  await server.stop()
  expect(server.recipients).toEqual(['bob@example.org'])
})

test('a mailbox that is not there keeps nobody from getting a mail', async () => {
  await mail.subscribe([{ email: 'ada@example.org', hour: HOUR() }])
  await mail.dump(mail.clock.now.toISOString().slice(0, 10), ['a'])
  const server = await startMailServer()
  const mailer = await aMailer(mail, server.url, { BOUNCE_MAILBOX: join(folder, 'missing') })
  await mailer.round()
  await mailer.stop()
  await server.stop()
  expect(server.recipients).toEqual(['ada@example.org'])
})
