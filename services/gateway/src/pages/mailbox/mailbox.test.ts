import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { aGateway, asOperator, elsewhere } from '../../a-gateway.suite.ts'

let folder = ''
let app: FastifyInstance
const OLD = '2026-11-23T08-00-00-000Z-a.eml'
const NEW = '2026-11-24T08-00-00-000Z-b.eml'

const mail = (subject: string, html: string) =>
  [
    'From: Paperboy <digest@localhost>',
    'To: ada@example.org',
    `Subject: ${subject}`,
    'Date: Tue, 24 Nov 2026 08:00:00 +0000',
    'Message-ID: <m1@localhost>',
    'MIME-Version: 1.0',
    'Content-Type: multipart/alternative; boundary=b',
    '',
    '--b',
    'Content-Type: text/plain; charset=utf-8',
    '',
    'Confirm: http://127.0.0.1:3000/confirm/abc <b>',
    '--b',
    'Content-Type: text/html; charset=utf-8',
    '',
    html,
    '--b--',
    '',
  ].join('\r\n')

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'paperboy-mails-'))
  await writeFile(join(folder, OLD), mail('Old', '<p>old</p>'))
  await writeFile(
    join(folder, NEW),
    mail('=?utf-8?q?<script>alert(1)</script>?=', '<script>alert(1)</script><p>new</p>'),
  )
  await writeFile(join(folder, 'notes.txt'), 'no mail')
  await symlink('/etc/hostname', join(folder, 'link.eml'))
  app = await aGateway({ mailFolder: folder })
})
afterAll(() => rm(folder, { recursive: true }))

test('sent mails are listed, newest first, as text', async () => {
  const { body } = await app.inject('/mail')
  expect([...body.matchAll(/href="\/mail\/([^"]+)"/g)].map(([, name]) => name)).toEqual([NEW, OLD])
  expect(body).toContain('&lt;script&gt;alert(1)')
  expect(body).toContain('ada@example.org')
})

test('a mail is shown: its text with links, its HTML in a sandbox', async () => {
  const page = await app.inject(`/mail/${NEW}`)
  expect(page.body).toContain('href="http://127.0.0.1:3000/confirm/abc"')
  expect(page.body).not.toContain('<script>alert')
  expect(page.headers['content-security-policy']).toContain("frame-src 'self'")
  const html = await app.inject(`/mail/${NEW}/html`)
  expect(html.body).toContain('<p>new</p>')
  // Pages of Paperboy cannot be shown in the frame.
  expect(html.body).toContain('<base target="_blank">')
  expect(html.headers['content-security-policy']).toMatch(/default-src 'none'.*sandbox/)
  expect(html.headers['content-security-policy']).not.toContain('allow-scripts')
  const raw = await app.inject(`/mail/${NEW}/raw`)
  expect([raw.headers['content-type'], raw.body.startsWith('From: ')]).toEqual(['message/rfc822', true])
})

test.each(['..%2F..%2Fetc%2Fpasswd', 'notes.txt', 'link.eml', 'nix.eml', '%00'])(
  'there is no mail %s',
  async (name) => {
    for (const part of ['', '/html', '/raw']) {
      expect((await app.inject(`/mail/${name}${part}`)).statusCode).toBe(404)
    }
  },
)

test('only the machine itself and operators see mails', async () => {
  for (const url of ['/mail', `/mail/${NEW}`, `/mail/${NEW}/html`, `/mail/${NEW}/raw`]) {
    expect((await app.inject({ url, remoteAddress: elsewhere })).statusCode).toBe(401)
    expect((await app.inject({ url, headers: { 'x-forwarded-for': elsewhere } })).statusCode).toBe(401)
    expect((await app.inject({ url, remoteAddress: elsewhere, headers: asOperator })).statusCode).toBe(200)
  }
})

test('who subscribed at the machine itself is told where the mail is', async () => {
  expect((await app.inject('/subscribe/sent')).body).toContain('href="/mail"')
  expect((await app.inject({ url: '/subscribe/sent', remoteAddress: elsewhere })).body).not.toContain(
    'href="/mail"',
  )
})

test('where mails go to a server there are none to look at', async () => {
  expect((await (await aGateway()).inject('/mail')).statusCode).toBe(404)
  const empty = await aGateway({ mailFolder: join(folder, 'nix') })
  expect((await empty.inject('/mail')).body).toContain('No mail yet')
})
