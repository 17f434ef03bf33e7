import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { verifyWebhook } from './verify-webhook.ts'

const now = new Date('2026-11-24T12:00:00Z')
const seconds = now.getTime() / 1000
const body = Buffer.from('{"email":"a@b.test","type":"hard"}')
const sign = (time: number | string, secret = 'secret', signed = body) =>
  createHmac('sha256', secret).update(`${time}.`).update(signed).digest('hex')
const header = (time: number | string, ...signatures: string[]) =>
  [`t=${time}`, ...signatures.map((signature) => `v1=${signature}`)].join(',')
const verify = (signature: string | undefined, secret = 'secret') =>
  verifyWebhook(body, signature, secret, { now })

test('whoever knows the secret has signed', () => {
  expect(verify(header(seconds, sign(seconds)))).toBe(true)
  expect(verify(` t=${seconds} , v1=${sign(seconds).toUpperCase()} , v0=abc`)).toBe(true)
})

test('one of two signatures is enough while a secret is replaced', () => {
  expect(verify(header(seconds, sign(seconds, 'old'), sign(seconds)))).toBe(true)
})

test('five minutes either way are in time, more are not', () => {
  for (const time of [seconds - 300, seconds + 300]) expect(verify(header(time, sign(time)))).toBe(true)
  for (const time of [seconds - 301, seconds + 301, 0]) expect(verify(header(time, sign(time)))).toBe(false)
})

describe('it is not signed with', () => {
  test.each([
    ['no header', undefined],
    ['an empty header', ''],
    ['another secret', header(seconds, sign(seconds, 'other'))],
    ['another body', header(seconds, sign(seconds, 'secret', Buffer.from('{}')))],
    ['another time', header(seconds, sign(seconds - 1))],
    ['two times', `t=${seconds},${header(seconds, sign(seconds))}`],
    ['no time', `v1=${sign(seconds)}`],
    ['a time that is no number', header('NaN', sign('NaN'))],
    ['a time in hexadecimal', header('0x6', sign('0x6'))],
    ['no signature', `t=${seconds}`],
    ['half a signature', header(seconds, sign(seconds).slice(0, 32))],
    ['too many signatures before it', header(seconds, ...Array(5).fill('0'.repeat(64)), sign(seconds))],
    ['a signature of another kind', `t=${seconds},v0=${sign(seconds)}`],
    ['a long header', `${header(seconds, sign(seconds))},${'x'.repeat(1e6)}`],
  ])('%s', (_, signature) => {
    expect(verify(signature)).toBe(false)
  })

  test('the empty secret, which everybody knows', () => {
    expect(verify(header(seconds, sign(seconds, '')), '')).toBe(false)
  })
})
