import { previews } from '@paperboy/database'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { aMailer } from '../a-mailer.suite.ts'
import { aMailDatabase, type MailDatabase } from '../planning/a-mail-database.suite.ts'
import { type MailServer, startMailServer } from '../transport/a-mail-server.suite.ts'

let mail: MailDatabase
let server: MailServer
let mailer: Awaited<ReturnType<typeof aMailer>>

beforeAll(async () => {
  mail = await aMailDatabase()
  mail.clock.now = new Date()
  server = await startMailServer()
  mailer = await aMailer(mail, server.url)
})
afterAll(async () => {
  await mailer.stop()
  await server.stop()
  await mail.stop()
})

async function preview(email: string, date: string) {
  const { items } = await mail.operators.subscribers({ limit: 10 })
  const id = (await previews(mail.db).request(date, items.find((row) => row.email === email)!.id))!
  expect(await previews(mail.db).answer(id)).toBeNull()
  await mailer.round()
  return (await previews(mail.db).answer(id))!
}

test('what would be sent, what was sent, and a day without anything; nothing comes of it', async () => {
  const today = mail.clock.now.toISOString().slice(0, 10)
  const isLate = mail.clock.now.getUTCHours() === 0
  // Not due today any more, or not yet for long, and not late for yesterday.
  const day = mail.clock.now.getUTCDay()
  const weekdays = [1, 2, 3, 4, 5, 6, 7].filter((each) => each % 7 !== day && (each + 1) % 7 !== day)
  await mail.subscribe([
    { email: 'ada@example.org', weekdays, topics: [null, 'graph'], hour: isLate ? 0 : 23 },
  ])
  await mail.dump('2026-01-05', [{ id: 'old', title: 'An old one' }])
  await mail.dump(today, [
    { id: 'a', title: 'A first paper' },
    { id: 'b', title: 'On a graph' },
  ])
  const token = await mail.token('ada@example.org')

  const would = await preview('ada@example.org', today)
  expect(would).toMatchObject({ outcome: 'would be', papers: 2, subject: `Paperboy ${today}: 2 new papers` })
  expect(would).toMatchObject({
    html: expect.stringContaining('A first paper'),
    text: expect.stringContaining('On a graph'),
  })
  // Whoever looks at it is not the subscriber.
  expect(JSON.stringify(would)).not.toContain(token)
  expect(await preview('ada@example.org', '2026-01-05')).toMatchObject({ outcome: 'would be', papers: 1 })
  expect(await preview('ada@example.org', '2026-01-06')).toMatchObject({
    outcome: 'empty',
    papers: 0,
    html: null,
  })
  expect(await mail.issues('ada@example.org')).toEqual([])
  expect(server.received).toEqual([])

  await mail.operators.requestSend(today)
  await mailer.round()
  expect(server.recipients).toEqual(['ada@example.org'])
  await mail.dump(today, [{ id: 'c', title: 'Came later' }])
  expect(await preview('ada@example.org', today)).toMatchObject({ outcome: 'frozen', papers: 2 })
})

test('nobody is previewed who is not a subscriber', async () => {
  expect(await previews(mail.db).request('2026-01-05', 'nobody')).toBeNull()
})
