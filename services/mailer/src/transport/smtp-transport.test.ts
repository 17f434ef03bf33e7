import { createServer, type Server } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { aMail } from './a-mail.suite.ts'
import { type Script, startMailServer } from './a-mail-server.suite.ts'
import type { MailTransport } from './mail-transport.ts'
import { openTransport } from './open-transport.ts'
import type { SmtpOptions } from './smtp-transport.ts'

const fast = { perSecond: 1_000, perDomainPerSecond: 1_000, closeMs: 200 }
const opened: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await one.close()
})

async function serve(script: Script = {}, options: Partial<SmtpOptions> = {}) {
  const server = await startMailServer(script)
  opened.push({ close: () => server.stop() })
  return { server, transport: connect(server.url, options) }
}

function connect(url: string, options: Partial<SmtpOptions> = {}): MailTransport {
  const transport = openTransport(url, { ...fast, ...options })
  opened.push(transport)
  return transport
}

test('an accepted mail is sent, with the answer of the server', async () => {
  const { server, transport } = await serve()
  const mail = await aMail()
  expect(await transport.send(mail)).toEqual({ kind: 'sent', response: expect.stringMatching(/^250 /) })
  expect(server.received).toEqual([mail.raw])
})

const answers: [string, Script, object, Partial<SmtpOptions>?][] = [
  ['421 at connect', { connect: () => 421 }, { kind: 'retry', code: 421 }],
  ['554 at connect', { connect: () => 554 }, { kind: 'retry', code: 554 }],
  ['a drop at connect', { connect: () => 'drop' }, { kind: 'retry', code: null }],
  ['450 for the recipient', { rcpt: () => 450 }, { kind: 'retry', code: 450 }],
  ['550 for the recipient', { rcpt: () => 550 }, { kind: 'refused', code: 550, of: 'recipient' }],
  ['530 for the recipient', { rcpt: () => 530 }, { kind: 'retry', code: 530 }],
  ['a drop at the recipient', { rcpt: () => 'drop' }, { kind: 'retry', code: null }],
  ['451 after the message', { data: () => 451 }, { kind: 'retry', code: 451 }],
  ['421 after the message', { data: () => 421 }, { kind: 'retry', code: 421 }],
  ['552 after the message', { data: () => 552 }, { kind: 'refused', code: 552, of: 'message' }],
  ['a drop before the message may flow', { beforeData: () => 'drop' }, { kind: 'retry', code: null }],
  ['a drop while the message flows', { firstBytes: () => 'drop' }, { kind: 'unknown' }],
  ['a drop before the answer to the message', { data: () => 'drop' }, { kind: 'unknown' }],
  [
    'no answer to the message',
    { data: () => new Promise(() => {}) },
    { kind: 'unknown' },
    { silenceMs: 1_000 },
  ],
  ['a drop after the answer', { data: () => 'drop after accepting' }, { kind: 'sent' }],
]
test.each(answers)('%s', async (_, script, expected, options) => {
  const { server, transport } = await serve(script, options)
  expect(await transport.send(await aMail())).toMatchObject(expected)
  // And what the server refused or left open was not tried again behind our back.
  const taken = (expected as { kind: string }).kind === 'sent' || script.data !== undefined
  expect(server.received.length).toBeLessThanOrEqual(taken ? 1 : 0)
})

test('a server that is not there is a retry', async () => {
  const server = await startMailServer()
  await server.stop()
  expect(await connect(server.url).send(await aMail())).toMatchObject({ kind: 'retry', code: null })
})

test('a server that does not greet is a retry', async () => {
  const silent = await listening(createServer(() => {}))
  const { port } = silent.address() as { port: number }
  const transport = connect(`smtp://127.0.0.1:${port}`, { connectMs: 500 })
  expect(await transport.send(await aMail())).toMatchObject({ kind: 'retry' })
})

test('after each failure the next mail goes out', async () => {
  const script: Script = {}
  const { server, transport } = await serve(script, { connections: 1 })
  for (const code of [550, 'drop', 450] as const) {
    script.rcpt = () => code
    await transport.send(await aMail(`failed-${code}`))
    script.rcpt = () => 'accept'
    expect(await transport.send(await aMail(`sent-${code}`))).toMatchObject({ kind: 'sent' })
  }
  expect(server.received).toHaveLength(3)
})

test('a connection that the server closed while idle costs no mail', async () => {
  const { server, transport } = await serve({}, { connections: 1 })
  await transport.send(await aMail('first'))
  server.cutAll()
  expect(await transport.send(await aMail('second'))).toMatchObject({ kind: 'sent' })
  expect(server.received).toHaveLength(2)
})

test('of many mails through drops none is sent twice, and each has one result', async () => {
  let turn = 0
  const outcomes = ['accept', 'drop', 'accept', 450, 'drop after accepting', 550] as const
  const { server, transport } = await serve({ data: () => outcomes[turn++ % outcomes.length] ?? 'accept' })
  const mails = await Promise.all(Array.from({ length: 60 }, (_, at) => aMail(`many-${at}`)))
  const results = await Promise.all(mails.map((mail) => transport.send(mail)))
  const ids = server.received.map((raw) => /^Message-ID: (.*)\r$/im.exec(raw.toString())?.[1])
  expect(new Set(ids).size).toBe(ids.length)
  const sent = mails.filter((_, at) => results[at]?.kind === 'sent').map((mail) => mail.messageId)
  expect(new Set(ids)).toEqual(new Set(sent))
})

test('closing lets a mail under way finish', async () => {
  const [arrived, taken] = [Promise.withResolvers<void>(), Promise.withResolvers<'accept'>()]
  const data = () => {
    arrived.resolve()
    return taken.promise
  }
  const { transport } = await serve({ data }, { closeMs: 4_000 })
  const sending = transport.send(await aMail())
  await arrived.promise
  const closing = transport.close()
  taken.resolve('accept')
  await closing
  expect(await sending).toMatchObject({ kind: 'sent' })
})

test('closing cuts off a mail that does not finish: unknown, and those that wait are a retry', async () => {
  const arrived = Promise.withResolvers<void>()
  const data = () => {
    arrived.resolve()
    return new Promise<'accept'>(() => {})
  }
  const { transport } = await serve({ data }, { connections: 1 })
  const sending = [transport.send(await aMail('1')), transport.send(await aMail('2'))]
  await arrived.promise
  await transport.close()
  const kinds = (await Promise.all(sending)).map(({ kind }) => kind)
  expect(kinds).toEqual(['unknown', 'retry'])
  expect(await transport.send(await aMail('3'))).toMatchObject({ kind: 'retry' })
})

test('one domain gets no more mails side by side than its share', async () => {
  let atOnce = 0
  let most = 0
  const data = async (): Promise<'accept'> => {
    most = Math.max(most, ++atOnce)
    await new Promise((resolve) => setTimeout(resolve, 20))
    atOnce -= 1
    return 'accept'
  }
  const { transport } = await serve({ data }, { perDomainConcurrency: 2, connections: 5 })
  const mails = await Promise.all(Array.from({ length: 10 }, (_, at) => aMail(`share-${at}`)))
  await Promise.all(mails.map((mail) => transport.send(mail)))
  expect(most).toBe(2)
})

test('a mail to two recipients is refused', async () => {
  const { server, transport } = await serve()
  const mail = await aMail()
  const to = ['a@example.com', 'b@example.com'] as unknown as [string]
  await expect(transport.send({ ...mail, envelope: { ...mail.envelope, to } })).rejects.toThrow(
    'one recipient',
  )
  expect(server.received).toEqual([])
})

async function listening(server: Server): Promise<Server> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  opened.push({ close: async () => void server.close() })
  return server
}
