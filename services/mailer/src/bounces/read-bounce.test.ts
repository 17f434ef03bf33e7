import { Readable } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { aComplaint, aReport, aStatus, original, token } from './a-report.suite.ts'
import { readBounce } from './read-bounce.ts'

describe('a delivery status report', () => {
  test('says whose mail came back, which one, and why', async () => {
    const mail = aStatus('5.1.1', { diagnosis: 'smtp; 550 5.1.1 <ada@example.org>:\r\n    User unknown' })
    expect(await readBounce(mail)).toEqual({
      type: 'hard',
      token,
      email: 'ada@example.org',
      messageId: '<issue-1@mail.example>',
      detail: '5.1.1 smtp; 550 5.1.1 <ada@example.org>: User unknown',
    })
  })

  test.each([
    ['5.1.1', 'hard', 'no such user'],
    ['5.0.0', 'hard', 'permanent, nothing else known'],
    ['5.2.1', 'hard', 'mailbox disabled'],
    ['5.4.4', 'hard', 'no such domain'],
    ['5.7.13', 'hard', 'account disabled'],
    ['5.2.2', 'soft', 'mailbox full'],
    ['5.2.3', 'soft', 'mail too long'],
    ['5.3.4', 'soft', 'mail too big'],
    ['5.7.1', 'soft', 'policy: a blocklist, not the address'],
    ['5.4.7', 'soft', 'expired'],
    ['4.2.2', 'soft', 'mailbox full'],
    ['4.4.1', 'soft', 'no answer'],
    ['nonsense', 'soft', 'unclassified'],
    ['', 'soft', 'missing'],
  ])('with status %j is %s: %s', async (status, type) => {
    expect(await readBounce(aStatus(status))).toMatchObject({ type, token })
  })

  test('with a vague status is as its diagnosis says', async () => {
    const full = await readBounce(aStatus('5.0.0', { diagnosis: 'smtp; 552-5.2.2 over quota' }))
    expect(full).toMatchObject({ type: 'soft', detail: expect.stringMatching(/^5\.2\.2/) })
    const unknown = await readBounce(aStatus('', { diagnosis: 'smtp; 550 #5.1.0 Address rejected' }))
    expect(unknown).toMatchObject({ type: 'hard' })
  })

  test('of a delay is soft; of a success it is no bounce', async () => {
    expect(await readBounce(aStatus('4.4.1', { action: 'delayed' }))).toMatchObject({ type: 'soft' })
    for (const action of ['delivered', 'relayed', 'expanded']) {
      expect(await readBounce(aStatus('2.0.0', { action }))).toBeNull()
    }
  })

  test('names the address we wrote to, not the one it was forwarded to', async () => {
    const fields = [
      'Reporting-MTA: dns; x',
      '',
      'Final-Recipient: rfc822; other@z.test',
      'Action: failed',
      'Status: 5.1.1',
    ]
    expect(await readBounce(aReport({ fields }))).toMatchObject({ email: 'ada@example.org' })
    const orcpt = [...fields, 'Original-Recipient: rfc822;first@example.org']
    expect(await readBounce(aReport({ fields: orcpt }))).toMatchObject({ email: 'first@example.org' })
    expect(await readBounce(aReport({ fields, original: '' }))).toMatchObject({ email: 'other@z.test' })
  })

  test.each([
    ['Delivered-To', 'postmaster@mail.example', [`Delivered-To: bounce+${token}@mail.example`]],
    ['a folded To with a name', `"x"\r\n <BOUNCE+${token}@mail.example>`, []],
    ['the mail that came back', 'postmaster@mail.example', []],
  ])('has its token from %s', async (_, to, header) => {
    const fields = ['Final-Recipient: rfc822; ada@example.org', 'Action: failed', 'Status: 5.1.1']
    expect(await readBounce(aReport({ to, header, fields }))).toMatchObject({ token })
  })

  test('without a token still has address and Message-ID', async () => {
    const fields = ['Final-Recipient: rfc822; ada@example.org', 'Action: failed', 'Status: 5.1.1']
    const mail = aReport({ to: 'postmaster@mail.example', fields, original: 'Message-ID: <x@y>' })
    const report = await readBounce(mail)
    expect(report).toMatchObject({ email: 'ada@example.org', messageId: '<x@y>' })
    expect(report).not.toHaveProperty('token')
  })

  test('to a bounce address of another name', async () => {
    const fields = ['Action: failed', 'Status: 5.1.1']
    const mail = aReport({ to: 'returns.x+abc@mail.example', fields, original: '' })
    expect(await readBounce(mail, { localPart: 'returns.x' })).toMatchObject({ token: 'abc' })
    expect(await readBounce(mail)).toBeNull()
  })
})

describe('a complaint', () => {
  test('names the mail and its reader', async () => {
    const mail = aComplaint(['Feedback-Type: abuse', `Original-Mail-From: <bounce+${token}@mail.example>`])
    expect(await readBounce(mail)).toEqual({
      type: 'complaint',
      token,
      email: 'ada@example.org',
      messageId: '<issue-1@mail.example>',
      detail: 'abuse, reported by Yahoo!-Mail-Feedback/2.0',
    })
  })

  test('with the address blacked out is known by the link that unsubscribes', async () => {
    const redacted = original.replace(/^Return-Path.*\r\n/, '').replace('ada@example.org', 'redacted')
    const report = await readBounce(aComplaint(['Feedback-Type: abuse'], { original: redacted }))
    expect(report).toMatchObject({ type: 'complaint', token })
    expect(report).not.toHaveProperty('email')
  })

  test.each(['not-spam', 'auth-failure', ''])('of the kind %j is none', async (kind) => {
    expect(await readBounce(aComplaint([`Feedback-Type: ${kind}`]))).toBeNull()
  })
})

describe('a notice in words', () => {
  const notice = (header: string[], text: string) =>
    Buffer.from([`To: bounce+${token}@mail.example`, ...header, '', text].join('\r\n'))

  test('from a mail system is a bounce, by the status it states', async () => {
    const from = ['From: MAILER-DAEMON@qmail.example', 'Subject: failure notice']
    const hard = notice(
      from,
      'Hi. This is the qmail-send program.\r\nRemote host said: 550 5.1.1 User unknown',
    )
    expect(await readBounce(hard)).toMatchObject({ type: 'hard', token, detail: '5.1.1' })
    const unclear = notice(from, 'Sorry. Our version 5.1.1 at 5.1.1.9 could not do it.')
    expect(await readBounce(unclear)).toMatchObject({ type: 'soft', token })
  })

  test.each([
    ['a vacation notice', ['From: ada@example.org', 'Subject: On holiday', 'Auto-Submitted: auto-replied']],
    ['an answer', ['From: ada@example.org', 'Subject: Re: Paper digest']],
    [
      'an automatic answer of a system',
      ['From: postmaster@x.test', 'Subject: Ticket', 'Auto-Submitted: auto-replied'],
    ],
  ])('%s is none', async (_, header) => {
    expect(await readBounce(notice(header, '550 5.1.1 is what I call my cat'))).toBeNull()
  })

  test('to nobody we know is none', async () => {
    expect(await readBounce(Buffer.from('From: mailer-daemon@x\r\nSubject: failure\r\n\r\nno'))).toBeNull()
  })
})

test('a stream is read as well, and one that fails is no mail but a failure', async () => {
  expect(await readBounce(Readable.from([aStatus('5.1.1')]))).toMatchObject({ type: 'hard' })
  const broken = new Readable({ read: () => broken.destroy(new Error('disk')) })
  await expect(readBounce(broken)).rejects.toThrow('disk')
})
