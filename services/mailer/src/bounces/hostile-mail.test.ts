import { BounceReport } from '@paperboy/contracts'
import fc from 'fast-check'
import { Value } from 'typebox/value'
import { describe, expect, test } from 'vitest'
import { aComplaint, aReport, aStatus } from './a-report.suite.ts'
import { readBounce } from './read-bounce.ts'

const failed = ['Final-Recipient: rfc822; ada@example.org', 'Action: failed', 'Status: 5.1.1']

async function expectSound(mail: Buffer): Promise<void> {
  const report = await readBounce(mail)
  if (report === null) return
  const { messageId, ...bounce } = report
  expect(Value.Check(BounceReport, bounce)).toBe(true)
  expect(JSON.stringify(report)).not.toMatch(/\\[rnu]/)
  expect(messageId ?? '<ok>').toMatch(/^<[^<>\s]+>$/)
}

test('whatever bytes come, the answer is a sound report or none', async () => {
  const piece = fc.constantFrom(
    ...[
      '\r\n',
      '\n\n',
      '--b',
      '--b--',
      ': ',
      'Content-Type: message/delivery-status',
      'Action: failed',
      '<',
      '>',
    ],
    ...[
      'Status: 5.',
      'To: bounce+',
      '@',
      '\0',
      '=?utf-8?q?=0d=0a?=',
      '\u202e',
      'Content-Transfer-Encoding: base64\r\n',
    ],
  )
  const splice = fc.tuple(fc.nat(900), fc.nat(60), piece)
  const mails = fc.oneof(
    fc.uint8Array({ maxLength: 2000 }).map((bytes) => Buffer.from(bytes)),
    fc.array(piece, { maxLength: 60 }).map((parts) => Buffer.from(parts.join(''))),
    fc
      .tuple(
        fc.constantFrom(aStatus('5.1.1'), aComplaint(['Feedback-Type: abuse'])),
        fc.array(splice, { maxLength: 6 }),
      )
      .map(([mail, splices]) =>
        splices.reduce(
          (bytes, [at, cut, text]) =>
            Buffer.concat([bytes.subarray(0, at), Buffer.from(text), bytes.subarray(at + cut)]),
          mail,
        ),
      ),
  )
  await fc.assert(fc.asyncProperty(mails, expectSound), { numRuns: 1500 })
}, 30_000)

test('a report that is cut off anywhere is no fault', async () => {
  const mail = aStatus('5.1.1')
  for (let end = 0; end < mail.length; end += 7) await expectSound(mail.subarray(0, end))
})

describe('an attack costs little', () => {
  const big = 1024 * 1024
  const nested = Array.from(
    { length: 5000 },
    (_, i) => `--b${i}\r\nContent-Type: multipart/mixed; boundary=b${i + 1}\r\n\r\n`,
  )
  test.each<[string, () => Buffer]>([
    ['100 MB of one line', () => Buffer.alloc(100 * big, 'x')],
    ['a header without end', () => Buffer.from(`To: ${'bounce+'.repeat(big / 7)}`)],
    [
      'a header of angle brackets',
      () => aReport({ fields: failed, header: [`Message-ID: ${'<'.repeat(60_000)}`] }),
    ],
    [
      'a returned Message-ID of angle brackets',
      () => aReport({ fields: failed, original: `Message-ID: ${'<'.repeat(60_000)}` }),
    ],
    [
      'an address of angle brackets',
      () => aReport({ fields: failed, original: `To: ${'<>'.repeat(30_000)}` }),
    ],
    [
      'an address of blanks',
      () => aReport({ fields: failed, original: `To: ${'<a> '.repeat(100)}${' '.repeat(60_000)}x` }),
    ],
    [
      'parts in parts in parts',
      () => Buffer.from(`Content-Type: multipart/mixed; boundary=b0\r\n\r\n${nested.join('')}`),
    ],
    [
      '100,000 parts',
      () => Buffer.from(`Content-Type: multipart/mixed; boundary=b\r\n\r\n${'--b\r\n\r\nx\r\n'.repeat(1e5)}`),
    ],
    ['100,000 groups', () => aReport({ fields: Array(1e5).fill('a: b\r\n') })],
    ['100,000 fields', () => aReport({ fields: Array.from({ length: 1e5 }, (_, i) => `a${i}: b`) })],
    ['100,000 folded lines', () => aReport({ fields: ['Status: 5.1.1', ...Array(1e5).fill(' x')] })],
    [
      'digits and dots',
      () => aReport({ fields: [...failed.slice(0, 2), `Diagnostic-Code: ${'550 5.1.'.repeat(7000)}`] }),
    ],
    ['empty lines', () => aReport({ fields: Array(1e5).fill(' \t') })],
    ['entities in HTML', () => Buffer.from(`Content-Type: text/html\r\n\r\n${'<div>&amp;'.repeat(1e5)}`)],
  ])(
    '%s',
    async (_, make) => {
      const mail = make()
      const began = performance.now()
      await expectSound(mail)
      // Loose, for machines that are busy: what is quadratic takes minutes.
      expect(performance.now() - began).toBeLessThan(5_000)
    },
    30_000,
  )
})

test('a report about somebody who wrote a header into it stays one line', async () => {
  const diagnosis = 'smtp; 550 \u0000\u001b[31m\u202eno=?utf-8?q?=0d=0aBcc:?= \r\n\t<script>'
  const report = await readBounce(aStatus('5.1.1', { diagnosis }))
  expect(report?.detail).toMatch(/^[^\p{C}]+$/u)
})

test('a report with two recipients is about the one that failed', async () => {
  const fields = [
    'Reporting-MTA: dns; x',
    '',
    'Final-Recipient: rfc822; a@b.test',
    'Action: relayed',
    'Status: 2.0.0',
    '',
  ]
  const report = await readBounce(aReport({ fields: [...fields, ...failed], original: '' }))
  expect(report).toMatchObject({ email: 'ada@example.org', type: 'hard' })
})
