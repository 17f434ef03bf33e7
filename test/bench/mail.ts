import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { loadavg } from 'node:os'
import { join } from 'node:path'
import {
  aMailDatabase,
  aMailer,
  type BareMail,
  bareLoop,
  contentOf,
  type MailDatabase,
  SIGNED_HEADERS,
  settings,
  startMailServer,
} from '@paperboy/mailer/suite'
import { startPostgres } from '@paperboy/testkit'

const ROUNDS = 5
const CONNECTIONS = 5
const PAPERS = 20

type Round = { ours: number; bare: number; bytes: number }

/**
 * npm run bench:mail [mails] – a mailer's round over issues of 20 papers, each composed, signed and kept in the
 * ledger, beside a bare nodemailer pool that is given ready mails, to the same sink, in turns, in one run.
 */
async function main(): Promise<void> {
  const count = Number(process.argv[2] ?? 2_000)
  const postgres = process.env.TEST_DATABASE_URL ? null : await startPostgres(console.log)
  if (postgres) process.env.TEST_DATABASE_URL = postgres.url
  const sink = await startSink()
  const mail = await aMailDatabase({ durable: true })
  try {
    await fill(mail, count)
    const ready = await prepare(mail)
    const rounds: Round[] = []
    for (let n = 0; n < ROUNDS; n++) {
      const ours = await sendAll(mail, sink.url, count)
      const bare = await bareLoop(sink.url, ready.contents, { connections: CONNECTIONS, dkim })
      const bytes = await bareLoop(sink.url, ready.raws, { connections: CONNECTIONS, dkim })
      rounds.push({ ours, bare, bytes })
      print(`round ${n + 1}`, rounds.slice(-1))
    }
    print(`median of ${ROUNDS}`, rounds)
    console.log(
      `${count} mails of ${PAPERS} papers, ${ready.raws[0]?.raw.length} bytes; load average ${loadavg()[0]?.toFixed(1)}`,
    )
  } finally {
    await mail.stop()
    sink.stop()
    await postgres?.stop()
  }
}

const dkim = {
  domainName: String(settings.DKIM_DOMAIN),
  keySelector: String(settings.DKIM_SELECTOR),
  privateKey: String(settings.DKIM_PRIVATE_KEY),
  headerFieldNames: SIGNED_HEADERS,
}

async function startSink(): Promise<{ url: string; stop: () => void }> {
  const child: ChildProcess = fork(join(import.meta.dirname, 'mail-sink.ts'))
  const [{ address }] = (await once(child, 'message')) as [{ address: { port: number } }]
  return { url: `smtp://127.0.0.1:${address.port}`, stop: () => child.disconnect() }
}

async function fill(mail: MailDatabase, count: number): Promise<void> {
  mail.clock.now = new Date()
  const hour = mail.clock.now.getUTCHours()
  const people = Array.from({ length: count }, (_, n) => ({ email: `p${n}@d${n % 50}.example.org`, hour }))
  await mail.subscribe(people)
  const abstract =
    'We study how a model reads a long text and what it keeps of it, and show that less is enough. '
  const papers = Array.from({ length: PAPERS }, (_, n) => {
    return {
      id: `paper${n}`,
      title: `Paper ${n}: On Reading Long Texts with Little Memory`,
      abstract: abstract.repeat(12),
    }
  })
  await mail.dump(mail.clock.now.toISOString().slice(0, 10), papers)
}

/** The mails as the mailer sends them, taken apart and as bytes, both before they are signed. */
async function prepare(mail: MailDatabase) {
  const server = await startMailServer()
  const unsigned = { DKIM_DOMAIN: '', DKIM_SELECTOR: '', DKIM_PRIVATE_KEY: '' }
  const { round, stop } = await aMailer(mail, server.url, unsigned)
  await round()
  await stop()
  await server.stop()
  const raws = server.received.map((raw, n): BareMail => {
    return { raw, envelope: { from: 'bounce+token@news.example.org', to: [server.recipients[n] ?? ''] } }
  })
  const contents = []
  for (const raw of raws) contents.push(await contentOf(raw))
  return { raws, contents }
}

async function sendAll(mail: MailDatabase, url: string, count: number): Promise<number> {
  await planAgain(mail)
  const { round, stop } = await aMailer(mail, url)
  const started = performance.now()
  await round()
  const seconds = (performance.now() - started) / 1_000
  await stop()
  const sent = await mail.db.selectFrom('deliveries').select('issue_id').where('state', '=', 'sent').execute()
  if (sent.length !== count) throw new Error(`${sent.length} of ${count} were sent.`)
  return count / seconds
}

/** As they were before they were sent. */
async function planAgain({ db }: MailDatabase): Promise<void> {
  await db
    .updateTable('deliveries')
    .set({ state: 'planned', attempts: 0, due_at: new Date(), sent_at: null })
    .execute()
}

function print(title: string, rounds: Round[]): void {
  const of = (pick: (round: Round) => number) => median(rounds.map(pick))
  const line = (name: string, pick: (round: Round) => number) => {
    // Of each round by itself: the machine may be slower in the next one.
    const ratio = of((round) => round.ours / pick(round)).toFixed(2)
    console.log(`  ${name.padEnd(34)} ${of(pick).toFixed(0)} mails/s   ratio ${ratio}`)
  }
  console.log(
    `${title}\n  mailer, with ledger                ${of((round) => round.ours).toFixed(0)} mails/s`,
  )
  line('bare pool, text and HTML, DKIM', (round) => round.bare)
  line('bare pool, ready bytes, DKIM', (round) => round.bytes)
}

function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}

await main()
