import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { simpleParser } from 'mailparser'
import { describe, expect, onTestFinished, test } from 'vitest'
import { aMail } from './a-mail.suite.ts'
import { startMailServer } from './a-mail-server.suite.ts'
import { openTransport } from './open-transport.ts'

async function aFolder() {
  const folder = await mkdtemp(join(tmpdir(), 'mails-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const mails = join(folder, 'mails')
  const transport = openTransport(pathToFileURL(mails).href)
  const names = async () => (await readdir(mails)).sort()
  const arrived = async () => Promise.all((await names()).map((name) => readFile(join(mails, name))))
  return { folder: mails, transport, names, arrived, break: () => rm(folder, { recursive: true }) }
}

async function aServer() {
  const server = await startMailServer()
  const transport = openTransport(server.url)
  onTestFinished(async () => {
    await transport.close()
    await server.stop()
  })
  return { transport, arrived: async () => server.received, break: () => server.stop() }
}

describe.each([
  ['file:', aFolder],
  ['smtp:', aServer],
])('%s', (_, open) => {
  test('what arrives is the bytes of the mail', async () => {
    const { transport, arrived } = await open()
    const mail = await aMail()
    expect(await transport.send(mail)).toMatchObject({ kind: 'sent' })
    expect(await arrived()).toEqual([mail.raw])
    expect((await simpleParser(mail.raw)).messageId).toBe(mail.messageId)
  })

  test('each of many mails arrives once', async () => {
    const { transport, arrived } = await open()
    const mails = await Promise.all(Array.from({ length: 30 }, (_, at) => aMail(`id-${at}`)))
    await Promise.all(mails.map((mail) => transport.send(mail)))
    const sorted = (raws: Buffer[]) => raws.map(String).sort()
    expect(sorted(await arrived())).toEqual(sorted(mails.map(({ raw }) => raw)))
  })

  test('ping tells whether mails can go', async () => {
    const { transport } = await open()
    await expect(transport.ping()).resolves.toBeUndefined()
  })
})

test('a folder: the same Message-ID is the same file, also after a restart', async () => {
  const { folder, transport, names } = await aFolder()
  const mail = await aMail()
  await transport.send(mail)
  await transport.send({ ...mail, date: new Date('2026-11-25T00:00:00Z') })
  await openTransport(pathToFileURL(folder).href).send({ ...mail, date: new Date('2026-11-26T00:00:00Z') })
  expect(await names()).toEqual([expect.stringMatching(/^2026-11-24T07-00-00-000Z-[0-9a-f]{32}\.eml$/)])
})

test('a folder that cannot be written is a retry, and ping says so', async () => {
  const transport = openTransport('file:///dev/null/mails')
  expect(await transport.send(await aMail())).toMatchObject({ kind: 'retry', code: null })
  await expect(transport.ping()).rejects.toMatchObject({ code: 'UNAVAILABLE' })
})

test('a folder that was deleted is made again', async () => {
  const { transport, names, break: remove } = await aFolder()
  await transport.send(await aMail('1'))
  await remove()
  expect(await transport.send(await aMail('2'))).toMatchObject({ kind: 'retry' })
  expect(await transport.send(await aMail('2'))).toMatchObject({ kind: 'sent' })
  expect(await names()).toHaveLength(1)
})

test('ping of a mail server that is not there', async () => {
  const { transport, break: stop } = await aServer()
  await stop()
  await expect(transport.ping()).rejects.toMatchObject({ code: 'UNAVAILABLE' })
})
