import { generateKeyPairSync } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { EnvError } from '@paperboy/service-kit'
import { dkimVerify } from 'mailauth'
import { simpleParser } from 'mailparser'
import { describe, expect, onTestFinished, test } from 'vitest'
import { anIssue, aPaper } from './an-issue.suite.ts'
import { composeMail, type MailDraft } from './compose-mail.ts'
import { createSigner, dkimFaults } from './dkim.ts'
import { oneMailbox } from './mail-address.ts'
import { renderConfirmation } from './render-confirmation.ts'
import { renderIssue } from './render-issue.ts'

const { privateKey, publicKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'der' },
})
const dkim = { DKIM_DOMAIN: 'news.example.org', DKIM_SELECTOR: 'mail', DKIM_PRIVATE_KEY: privateKey }
const from = oneMailbox('Paperboy <digest@news.example.org>')
const compose = composeMail({ from, sign: createSigner(dkim) })

function aDraft(facts: Partial<MailDraft> = {}): MailDraft {
  return {
    kind: 'issue',
    ...renderIssue(anIssue()),
    to: { address: 'ada@example.com' },
    messageId: '<issue-1.sub-7@news.example.org>',
    date: new Date('2026-11-24T07:00:00Z'),
    bounceToken: 'TOKEN-1',
    list: {
      unsubscribe: `https://papers.example.org/unsubscribe/${'T'.repeat(120)}`,
      unsubscribeMail: 'unsubscribe+TOKEN@news.example.org',
      archive: 'https://papers.example.org/digest',
    },
    ...facts,
  }
}

async function verify(raw: Buffer) {
  const resolver = async (name: string, type: string) => {
    if (name !== 'mail._domainkey.news.example.org' || type !== 'TXT') throw new Error(`asked for ${name}`)
    return [[`v=DKIM1; k=rsa; p=${publicKey.toString('base64')}`]]
  }
  const { results } = await dkimVerify(raw, { resolver })
  return { result: results[0]?.status.result, signed: results[0]?.signingHeaders?.keys?.toLowerCase() }
}

test('the headers', async () => {
  const { raw, envelope } = await compose(aDraft())
  const mail = await simpleParser(raw)
  const line = (name: string) => mail.headerLines.filter(({ key }) => key === name).map(({ line }) => line)
  expect(mail.from?.value).toEqual([{ name: 'Paperboy', address: 'digest@news.example.org' }])
  expect(mail.to).toMatchObject({ value: [{ address: 'ada@example.com' }] })
  expect(mail).toMatchObject({
    messageId: '<issue-1.sub-7@news.example.org>',
    subject: 'Paperboy 2026-11-24: 1 new paper',
    date: new Date('2026-11-24T07:00:00Z'),
  })
  expect(line('list-unsubscribe').join().replace(/\s+/g, ' ')).toBe(
    `List-Unsubscribe: <https://papers.example.org/unsubscribe/${'T'.repeat(120)}>, <mailto:unsubscribe+TOKEN@news.example.org>`,
  )
  expect(line('list-unsubscribe-post')).toEqual(['List-Unsubscribe-Post: List-Unsubscribe=One-Click'])
  expect(line('list-id')).toEqual(['List-ID: Paperboy <papers.news.example.org>'])
  expect(line('list-archive')).toEqual(['List-Archive: <https://papers.example.org/digest>'])
  expect(line('precedence')).toEqual(['Precedence: bulk'])
  expect(line('auto-submitted')).toEqual(['Auto-Submitted: auto-generated'])
  expect(line('x-mailer')).toEqual([])
  expect(envelope).toEqual({ from: 'bounce+TOKEN-1@news.example.org', to: ['ada@example.com'] })
})

test('text first, HTML last, and both are what was rendered', async () => {
  const draft = aDraft()
  const { raw } = await compose(draft)
  const mail = await simpleParser(raw)
  expect(mail.text).toBe(draft.text)
  expect(mail.html).toBe(draft.html)
  expect(raw.toString()).toMatch(/multipart\/alternative[\s\S]*text\/plain[\s\S]*text\/html/)
})

const alphabets = ['many words here ', '大規模言語モデルの効率的な推論', '.\n', '=', 'é']
test.each(alphabets)('%j: valid lines, less than 100 kB, a signature that passes', async (unit) => {
  const abstract = unit.repeat(20_000 / unit.length)
  const papers = Array.from({ length: 100 }, () => aPaper({ abstract, title: unit.repeat(400) }))
  const { raw } = await compose(aDraft(renderIssue(anIssue({ papers }))))
  expect(raw.length).toBeLessThan(100_000)
  const lines = raw.toString('latin1').split('\r\n')
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(200)
  // No bare line feeds or carriage returns, and nothing that is not ASCII.
  expect(lines.join('')).toMatch(/^[\t\x20-\x7e]*$/)
  expect(await verify(raw)).toMatchObject({ result: 'pass' })
})

test('the signature covers the list headers', async () => {
  const { result, signed } = await verify((await compose(aDraft())).raw)
  expect(result).toBe('pass')
  const covered = [
    'from',
    'to',
    'subject',
    'date',
    'message-id',
    'list-unsubscribe',
    'list-unsubscribe-post',
    'list-id',
  ]
  expect(signed?.split(/\s*:\s*/)).toEqual(expect.arrayContaining(covered))
})

test('a signature does not survive another unsubscribe link', async () => {
  const { raw } = await compose(aDraft())
  const changed = Buffer.from(raw.toString('latin1').replace('/unsubscribe/TT', '/unsubscribe/XX'), 'latin1')
  expect(await verify(changed)).toMatchObject({ result: 'fail' })
})

test('the same draft is the same bytes', async () => {
  expect((await compose(aDraft())).raw).toEqual((await compose(aDraft())).raw)
})

test('the confirmation mail can be refused for ever too', async () => {
  const links = {
    confirm: 'https://papers.example.org/confirm/A',
    unsubscribe: 'https://papers.example.org/u/B',
  }
  const rendered = renderConfirmation({ links })
  const { raw } = await compose(
    aDraft({ kind: 'confirmation', ...rendered, list: { unsubscribe: links.unsubscribe } }),
  )
  const mail = await simpleParser(raw)
  for (const part of [mail.text, mail.html || '']) {
    expect(part).toContain(links.confirm)
    expect(part).toContain(links.unsubscribe)
  }
  expect(mail.headers.has('precedence')).toBe(false)
  expect(await verify(raw)).toMatchObject({ result: 'pass' })
})

test('a name that is not ASCII, and an international domain', async () => {
  const { raw, envelope } = await compose(
    aDraft({ to: { name: 'Zoë "Z" <z@x.example>', address: 'zoe@bücher.example' } }),
  )
  expect(envelope.to).toEqual(['zoe@xn--bcher-kva.example'])
  expect((await simpleParser(raw)).to).toMatchObject({ value: [{ name: 'Zoë "Z" <z@x.example>' }] })
})

describe('refused:', () => {
  const drafts: [string, Partial<MailDraft>][] = [
    ['a line break in the subject', { subject: 'x\r\nBcc: evil@example.com' }],
    ['a line break in a name', { to: { name: 'x\nBcc: evil@example.com', address: 'a@example.com' } }],
    ['a command in an address', { to: { address: 'a@example.com\r\nRCPT TO:<evil@example.com>' } }],
    ['two addresses', { to: { address: 'a@example.com, evil@example.com' } }],
    ['an address in an address', { to: { address: 'a <evil@example.com>' } }],
    ['a group', { to: { address: 'g:evil@example.com;' } }],
    ['no address', { to: { address: '' } }],
    ['a line break in the Message-ID', { messageId: '<a@b>\r\nBcc: evil@example.com' }],
    ['a bounce token with an address in it', { bounceToken: 'x@evil.example' }],
    ['a link that is no web address', { list: { unsubscribe: 'javascript:alert(1)' } }],
    [
      'a mail link with a line break',
      { list: { unsubscribe: 'https://x.example', unsubscribeMail: 'a@b.c>\r\nX: y' } },
    ],
  ]
  test.each(drafts)('%s', async (_, facts) => {
    await expect(compose(aDraft(facts))).rejects.toMatchObject({ code: 'BAD_REQUEST' })
  })

  test.each(['a@x.example, b@x.example', 'nobody', ''])('the sender %j', (sender) => {
    expect(() => oneMailbox(sender)).toThrow('is not one')
  })
})

describe('the settings of the signature', () => {
  test('without them mails go unsigned', async () => {
    const unsigned = composeMail({ from, sign: createSigner({}), bounceAddress: 'b@bounces.example.org' })
    const { raw, envelope } = await unsigned(aDraft())
    expect(raw.toString()).not.toMatch(/^DKIM-Signature/im)
    expect(envelope.from).toBe('b+TOKEN-1@bounces.example.org')
  })

  test('the key may be a file, or one line', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'dkim-'))
    onTestFinished(() => rm(folder, { recursive: true }))
    await writeFile(join(folder, 'key.pem'), privateKey)
    for (const key of [join(folder, 'key.pem'), privateKey.replaceAll('\n', '\\n')]) {
      const signed = composeMail({ from, sign: createSigner({ ...dkim, DKIM_PRIVATE_KEY: key }) })
      expect(await verify((await signed(aDraft())).raw)).toMatchObject({ result: 'pass' })
    }
  })

  test('half of them, and a key that is none, stop the start', () => {
    expect(() => createSigner({ DKIM_DOMAIN: 'x.example' })).toThrow(EnvError)
    expect(dkimFaults({ DKIM_DOMAIN: 'x.example', DKIM_PRIVATE_KEY: '/no/such/key' })).toEqual([
      expect.stringMatching(/^DKIM_SELECTOR is missing.*together/),
      expect.stringMatching(/^DKIM_PRIVATE_KEY is neither/),
    ])
    expect(() => createSigner({ ...dkim, DKIM_PRIVATE_KEY: '/no/such/key' })).toThrow('neither')
    const { privateKey: ed25519 } = generateKeyPairSync('ed25519')
    const pem = ed25519.export({ type: 'pkcs8', format: 'pem' }).toString()
    expect(() => createSigner({ ...dkim, DKIM_PRIVATE_KEY: pem })).toThrow('RSA')
  })
})
