import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { chromiumArguments, waitFor } from '@paperboy/testkit'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { api } from './api.ts'
import { type System, startEmbedded } from './system.ts'

const PHONE = { width: 375, height: 700 }
const DESK = { width: 1280, height: 900 }
/** Set it to look at the pages: every test puts pictures there. */
const PICTURES = process.env.PICTURES_DIR
const MAIL_MS = 30_000

let system: System
let browser: Browser
/** Closes what a test opened; throws for what the page did that it must not do. */
let finish: (() => Promise<void>) | undefined

beforeAll(async () => {
  const executablePath = process.env.CHROMIUM_PATH
  if (!executablePath)
    throw new Error('CHROMIUM_PATH is missing. Run the tests by "npm test", which sets it.')
  const options = { executablePath, args: chromiumArguments }
  ;[system, browser] = await Promise.all([startEmbedded({ seeds: true }), chromium.launch(options)])
})
afterAll(async () => {
  await browser?.close()
  await system?.stop()
})
afterEach(async () => {
  await finish?.()
  finish = undefined
})

/** A fresh browser profile on `path`. What it asks of other hosts and complains about fails the test. */
async function open(path: string, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ viewport: DESK, ...options })
  const page = await context.newPage()
  const faults: string[] = []
  page.on('request', (request) => {
    if (!request.url().startsWith(`${system.url}/`)) faults.push(`asks ${request.url()}`)
  })
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) faults.push(`says ${message.text()}`)
  })
  page.on('pageerror', (error) => faults.push(`throws ${error.message}`))
  finish = async () => {
    await context.close()
    expect(faults).toEqual([])
  }
  await page.goto(`${system.url}${path}`)
  return page
}

async function subscribe(page: Page, email: string): Promise<void> {
  await page.getByLabel('Email address').fill(email)
  await page.getByRole('button', { name: 'Subscribe' }).click()
  await page.waitForURL(/\/subscribe\/sent$/)
  expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Look into your inbox')
}

/** The newest mail to the address, on its page of the mailbox. */
async function openMail(page: Page, email: string, subject: RegExp): Promise<void> {
  const entry = page.locator('.mails a').filter({ hasText: email }).filter({ hasText: subject })
  await waitFor(
    async () => {
      await page.goto(`${system.url}/mail`)
      return (await entry.count()) > 0
    },
    { timeoutMs: MAIL_MS, describe: `a mail to ${email}` },
  )
  await entry.first().click()
}

/** From the link of the confirmation mail to the page of the subscription. */
async function confirm(page: Page, email: string): Promise<void> {
  await openMail(page, email, /confirm/i)
  await page.locator('pre a[href*="/confirm/"]').click()
  await page.getByRole('button', { name: 'Yes, mail me papers' }).click()
  await page.waitForURL(/\/subscription\//)
  expect(await page.getByRole('status').textContent()).toContain('You are subscribed')
}

const issuesOf = async (email: string) => {
  const client = api(system)
  const [day] = (await client.get<{ items: { date: string }[] }>('/v1/digests')).items
  const { items } = await client.get<{ items: { email: string; state: string }[] }>(
    `/v1/issues/${day?.date}?limit=1000`,
  )
  return items.filter((issue) => issue.email === email).map(({ state }) => state)
}
const send = async () => {
  const client = api(system)
  const [day] = (await client.get<{ items: { date: string }[] }>('/v1/digests')).items
  return (await client.post<Record<string, number>>(`/v1/digests/${day?.date}/send`)).body
}

describe.each([true, false])('a reader with JavaScript: %s', (javaScriptEnabled) => {
  const reader = { javaScriptEnabled, timezoneId: 'Asia/Tokyo' }
  const email = `reader-${javaScriptEnabled}@example.org`

  test('subscribes, confirms, changes, gets one mail and leaves', async () => {
    const page = await open('/', reader)
    await subscribe(page, email)
    await confirm(page, email)
    expect(await page.getByLabel('Time zone').inputValue()).toBe(javaScriptEnabled ? 'Asia/Tokyo' : 'UTC')
    expect(await page.getByLabel('Hour').inputValue()).toBe('8')
    await page.getByLabel('Saved searches').fill('variational\ngraph')
    await page.getByLabel('Papers in a mail').fill('5')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.waitForURL(/done=saved/)
    expect(await page.getByLabel('Saved searches').inputValue()).toBe('variational\ngraph')
    const manage = page.url()
    await send()
    expect(await issuesOf(email)).toEqual(['sent'])
    expect(await send()).toMatchObject({ planned: 0, sent: 0 })
    await openMail(page, email, /./)
    await page.locator('pre a[href*="/unsubscribe/"]').first().click()
    await page.getByRole('button', { name: 'Unsubscribe' }).click()
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('You are unsubscribed')
    await page.goto(manage)
    expect(await page.getByRole('button', { name: 'Subscribe again' }).isVisible()).toBe(true)
  })

  test('gets mails for a search', async () => {
    const page = await open('/?q=%22variational+autoencoder%22', reader)
    await page.getByText('Mail me new ones').click()
    expect(await page.getByText('Mail me new papers for this search').isVisible()).toBe(true)
    await subscribe(page, `search-${email}`)
    await confirm(page, `search-${email}`)
    expect(await page.getByLabel('Saved searches').inputValue()).toBe('"variational autoencoder"')
    expect(await page.getByLabel('Trending papers').isChecked()).toBe(false)
  })
})

test('the HTML of a mail is shown, and runs nothing', async () => {
  const page = await open('/')
  await subscribe(page, 'html@example.org')
  await openMail(page, 'html@example.org', /confirm/i)
  const link = page.frameLocator('iframe').locator('a[href*="/confirm/"]').first()
  expect(await link.isVisible()).toBe(true)
  const never = page.frameLocator('iframe').getByRole('link', { name: 'Never write to this address again' })
  const [beside] = await Promise.all([page.waitForEvent('popup'), never.click()])
  await beside.getByRole('button', { name: 'Unsubscribe' }).waitFor()
  await beside.close()
})

test('all data is deleted after a second press', async () => {
  const page = await open('/')
  await subscribe(page, 'gone@example.org')
  await confirm(page, 'gone@example.org')
  await page.getByRole('button', { name: 'Delete all my data' }).click()
  await page.getByRole('button', { name: 'Delete everything' }).click()
  expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('All your data is deleted')
  const { items } = await api(system).get<{ items: { email: string }[] }>('/v1/subscribers?limit=1000')
  expect(items.map((row) => row.email)).not.toContain('gone@example.org')
})

describe.each(['light', 'dark'] as const)('in %s colours', (colorScheme) => {
  test.each([PHONE, DESK])('no page of a subscriber scrolls sideways at $width px', async (viewport) => {
    const page = await open('/', { colorScheme, viewport })
    const email = `look-${colorScheme}-${viewport.width}@example.org`
    const show = async (name: string): Promise<void> => {
      const widths = 'document.documentElement.scrollWidth - document.documentElement.clientWidth'
      expect(await page.evaluate<number>(widths), `${name} is wider than the window`).toBe(0)
      expect(await page.evaluate<string[]>(NAMELESS), `controls of ${name} without a name`).toEqual([])
      expect(await page.locator('h1').count()).toBe(1)
      for (const control of await page.locator('button, select, textarea, input:visible').all()) {
        const box = await control.boundingBox()
        if (box) expect(box.height, `a control of ${name}`).toBeGreaterThanOrEqual(24)
      }
      await picture(page, `${name}-${viewport.width}-${colorScheme}`)
    }
    await show('subscribe-home')
    await page.goto(`${system.url}/?q=variational+autoencoder`)
    await show('subscribe-search')
    await page.goto(`${system.url}/subscribe`)
    await show('subscribe')
    await subscribe(page, email)
    await show('sent')
    await openMail(page, email, /confirm/i)
    await show('mail')
    await page.locator('pre a[href*="/confirm/"]').click()
    await show('confirm')
    await page.getByRole('button', { name: 'Yes, mail me papers' }).click()
    await page.waitForURL(/\/subscription\//)
    await show('manage')
    const token = /subscription\/([\w-]+)/.exec(page.url())?.[1]
    await page.getByRole('button', { name: 'Delete all my data' }).click()
    await show('erase')
    await page.goto(`${system.url}/unsubscribe/${token}`)
    await show('unsubscribe')
    await page.getByRole('button', { name: 'Unsubscribe' }).click()
    await show('unsubscribed')
    await page.goto(`${system.url}/mail`)
    await show('mails')
  })
})

async function picture(page: Page, name: string): Promise<void> {
  if (!PICTURES) return
  await mkdir(PICTURES, { recursive: true })
  await page.screenshot({ path: join(PICTURES, `${name}.png`), fullPage: /manage|mail/.test(name) })
}

const NAMELESS = `[...document.querySelectorAll('a, button, input, select, textarea, iframe')]
  .filter((element) => !(element.textContent.trim() || element.ariaLabel || element.title || element.labels?.length))
  .map((element) => element.outerHTML)`
