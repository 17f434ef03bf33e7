import { waitFor } from '@paperboy/testkit'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { movableAddress } from '../faults/movable-address.ts'
import {
  ANY_BARRIER,
  barriers,
  DESK,
  overflow,
  PHONE,
  picture,
  smallTargets,
  startVisitor,
  type Visitor,
} from './browser.ts'
import { engine, type System, startDistributed, startEmbedded } from './system.ts'

/** WCAG 2.2, 1.4.10: without scrolling in two directions. */
const NARROW = { width: 320, height: 640 }
const STATUS = /status of (400|404|410|429|503)/
const LONG_ADDRESS = 'somebody.who.stays.pending@a.subdomain.of.a.department.of.a.university.example.org'
const MAIL_MS = 30_000
const WAIT = { timeoutMs: MAIL_MS }

let system: System
let visitor: Visitor
/** By the name of the page; what a page needs to exist was made before. */
let pages: Record<string, string>

beforeAll(async () => {
  ;[system, visitor] = await Promise.all([startEmbedded({ seeds: true }), startVisitor(() => system.url)])
  pages = { ...(await readersPages()), ...(await subscribersPages()) }
})
afterAll(async () => {
  await visitor?.close()
  await system?.stop()
})
afterEach(() => visitor.finish())

/** Any page with its scripts left out is what a reader without JavaScript has. */
describe.each([
  { name: 'light, a desk', options: { colorScheme: 'light', viewport: DESK } },
  { name: 'dark, a phone', options: { colorScheme: 'dark', viewport: PHONE } },
  { name: 'dark, 320 pixels', options: { colorScheme: 'dark', viewport: NARROW } },
  { name: 'no JavaScript', options: { colorScheme: 'light', viewport: PHONE }, scripts: false },
] as const)('$name', ({ name, options, scripts = true }) => {
  test('no page is a barrier', async () => {
    const page = await visitor.open('/', { ...options, bypassCSP: true }, STATUS)
    if (!scripts)
      await page.route('**/*.js', (route) => route.fulfill({ contentType: 'text/javascript', body: '' }))
    const found: Record<string, unknown> = {}
    for (const [title, path] of Object.entries(pages)) {
      await page.goto(`${system.url}${path}`)
      if (title === 'home') await page.getByText('Filters').click()
      if (title === 'search') await page.getByText('Mail me new ones').click()
      const faults = await faultsOf(page)
      if (faults.length > 0) found[title] = faults
      await picture(page, `access-${title}-${name.replaceAll(/[ ,]+/g, '-')}`)
    }
    expect(found).toEqual({})
  })
})

test('what a form answers is no barrier: a fault, a question, a farewell', async () => {
  const page = await visitor.open(pages.manage ?? '', { viewport: PHONE, bypassCSP: true }, STATUS)
  await page.getByLabel('Time zone').fill('Nowhere/Atlantis')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('alert').waitFor()
  expect(await faultsOf(page)).toEqual([])
  await page.goto(`${system.url}${pages.unsubscribe}`)
  await page.getByRole('button', { name: 'Unsubscribe' }).click()
  await page.getByRole('heading', { name: 'You are unsubscribed' }).waitFor()
  expect(await faultsOf(page)).toEqual([])
  await page.getByRole('link', { name: 'Look at your subscription' }).click()
  await page.getByRole('button', { name: 'Subscribe again' }).waitFor()
  expect(await faultsOf(page)).toEqual([])
  await page.getByRole('button', { name: 'Delete all my data' }).click()
  await page.getByRole('button', { name: 'Delete everything' }).waitFor()
  expect(await faultsOf(page)).toEqual([])
  await page.getByRole('button', { name: 'Delete everything' }).click()
  await page.getByRole('heading', { name: 'All your data is deleted' }).waitFor()
  expect(await faultsOf(page)).toEqual([])
})

test('a gateway that refuses or waits says so on a page that is no barrier', async () => {
  const engineAddress = await movableAddress()
  engineAddress.pointTo(Number(new URL(engine('TEST_OPENSEARCH_URL')).port))
  const gateway = await startDistributed({
    services: ['indexer', 'gateway'],
    searchOrigin: `http://127.0.0.1:${engineAddress.port}`,
    env: { TRUST_PROXY: '127.0.0.1', RATE_LIMIT_PER_MINUTE: '3' },
  })
  const others = await startVisitor(() => gateway.url)
  try {
    await engineAddress.stop()
    const from = (address: string) => ({
      extraHTTPHeaders: { 'x-forwarded-for': address },
      bypassCSP: true,
      viewport: PHONE,
    })
    const away = await others.open('/', from('203.0.113.7'), STATUS)
    expect(await away.getByRole('heading', { level: 1 }).textContent()).toBe('Back in a moment')
    expect(await faultsOf(away)).toEqual([])
    await picture(away, 'access-503')
    for (let visit = 0; visit < 3; visit++) await away.goto(`${gateway.url}/days`)
    expect(await away.getByRole('heading', { level: 1 }).textContent()).toBe('Too many requests')
    expect(await faultsOf(away)).toEqual([])
    await picture(away, 'access-429')
    await others.finish()
  } finally {
    await others.close()
    await gateway.stop()
  }
})

async function faultsOf(page: Page): Promise<string[]> {
  return [
    ...(await barriers(page, ANY_BARRIER)),
    ...(await smallTargets(page)).map((target) => `small: ${target}`),
    ...((await overflow(page)) > 0 ? ['wider than the window'] : []),
  ]
}

async function readersPages(): Promise<Record<string, string>> {
  const records = ['first', 'second', 'third'].map((name, index) => ({
    title: `The ${name} accessible paper about reading with ${'an uncommonly long title '.repeat(6)}`,
    abstract: `We read quietly and see what comes of it, ${name}.`,
    authors: Array.from({ length: 30 }, (_, number) => `Author Number${number}`),
    codeUrls: ['https://github.com/example/accessible'],
    links: [`https://example.org/${'very-long-'.repeat(30)}`],
    categories: [index === 0 ? 'cs.CL' : 'cs.LG'],
    upvotes: 12,
    rank: index + 1,
  }))
  for (const date of ['2026-11-20', '2026-11-21']) {
    const body = records.map((record) => JSON.stringify(record)).join('\n')
    const headers = { authorization: `Bearer ${system.operatorKey}` }
    const answer = await fetch(`${system.url}/v1/dumps?date=${date}`, { method: 'POST', headers, body })
    expect(answer.ok).toBe(true)
  }
  const found = async (query: Record<string, string>) => {
    const answer = await fetch(`${system.url}/v1/papers?${new URLSearchParams(query)}`)
    return (await answer.json()) as { items: { id: string; lastSeenAt: string }[]; nextCursor: string }
  }
  const paper = await waitFor(
    async () => {
      const [first] = (await found({ q: 'accessible' })).items
      return first?.lastSeenAt.startsWith('2026-11-21') ? first.id : undefined
    },
    { ...WAIT, describe: 'the papers to be found' },
  )
  const { nextCursor } = await found({ limit: '20' })
  return {
    home: '/',
    more: `/?cursor=${nextCursor}`,
    search: '/?q=accessible',
    narrowed: '/?q=reading&hasCode=true&sort=newest&from=2026-11-01&to=2026-11-24',
    misspelt: '/?q=varitional+autoencodr',
    notice: '/?q=title:(gan+OR',
    nothing: '/?q=qwertzuiop&hasCode=true&from=2026-11-01',
    paper: `/papers/${paper}`,
    digest: '/digest/2026-11-21',
    days: '/days',
    feeds: '/feeds',
    'feeds-search': `/feeds?${new URLSearchParams({ q: `"reading papers" OR ${'veryLongWord'.repeat(8)}`, hasCode: 'true', from: '2026-11-01' })}`,
    docs: '/docs',
    nowhere: '/nowhere',
    'no-day': '/digest/1999-01-01',
    wrong: '/?from=2026-02-30',
    gone: `/?cursor=${aged(nextCursor)}`,
    strange: '/?q=other&cursor=eyJhIjoxfQ',
  }
}

/** The cursor as it would have been given out long ago. */
function aged(cursor: string): string {
  const parts = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as object
  return Buffer.from(JSON.stringify({ ...parts, at: 0 })).toString('base64url')
}

async function subscribersPages(): Promise<Record<string, string>> {
  const subscribe = async (email: string) => {
    const headers = { 'content-type': 'application/json' }
    const body = JSON.stringify({ email, query: '"reading papers" OR title:quiet' })
    await fetch(`${system.url}/v1/subscriptions`, { method: 'POST', headers, body })
  }
  await subscribe(LONG_ADDRESS)
  const pending = await confirmationTo(LONG_ADDRESS)
  await subscribe('reader@example.org')
  const { confirm } = await confirmationTo('reader@example.org')
  const confirmed = await fetch(`${system.url}${confirm}`, { method: 'POST', redirect: 'manual' })
  const manage = confirmed.headers.get('location') ?? ''
  const token = /\/subscription\/([^?]+)/.exec(manage)?.[1] ?? ''
  return {
    subscribe: '/subscribe?q=reading',
    sent: '/subscribe/sent',
    mails: '/mail',
    mail: pending.mail,
    confirm: pending.confirm,
    'confirm-nothing': '/confirm/unknown',
    manage,
    'manage-nothing': '/subscription/unknown',
    unsubscribe: `/unsubscribe/${token}`,
  }
}

/** Where the confirmation mail is shown, and where its link leads. */
async function confirmationTo(email: string): Promise<{ mail: string; confirm: string }> {
  const page = (path: string) => fetch(`${system.url}${path}`).then((answer) => answer.text())
  const mail = await waitFor(
    async () =>
      (await page('/mail'))
        .split('<li>')
        .find((entry) => entry.includes(email))
        ?.match(/href="(\/mail\/[^"]+)"/)?.[1],
    { ...WAIT, describe: `a mail to ${email}` },
  )
  return { mail, confirm: /\/confirm\/[\w-]+/.exec(await page(mail))?.[0] ?? '' }
}
