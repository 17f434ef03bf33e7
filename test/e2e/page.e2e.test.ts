import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { chromiumArguments } from '@paperboy/testkit'
import { type Browser, type BrowserContextOptions, chromium, type Locator, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type System, startEmbedded } from './system.ts'

const PHONE = { width: 375, height: 700 }
const DESK = { width: 1280, height: 900 }
/** Set it to look at the pages: every test puts pictures there. */
const PICTURES = process.env.PICTURES_DIR

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
async function open(path: string, options: BrowserContextOptions = {}, meant?: RegExp): Promise<Page> {
  const context = await browser.newContext({ viewport: DESK, ...options })
  const page = await context.newPage()
  const faults: string[] = []
  page.on('request', (request) => {
    if (!request.url().startsWith(`${system.url}/`)) faults.push(`asks ${request.url()}`)
  })
  page.on('console', (message) => {
    if (meant?.test(message.text())) return
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

async function picture(page: Page, name: string): Promise<void> {
  if (!PICTURES) return
  await mkdir(PICTURES, { recursive: true })
  await page.screenshot({ path: join(PICTURES, `${name}.png`) })
}

const cards = (page: Page) => page.locator('.papers article')
const textOf = async (locator: Locator): Promise<string> => ((await locator.textContent()) ?? '').trim()
const titleOf = (page: Page, index: number) => textOf(cards(page).nth(index).getByRole('heading'))

/** Where the link leads: with JavaScript its papers may come by themselves before it is pressed. */
async function morePapers(page: Page): Promise<void> {
  const href = await page.getByRole('link', { name: 'More papers' }).getAttribute('href')
  await page.goto(`${system.url}${href}`)
}

describe.each([true, false])('a reader with JavaScript: %s', (javaScriptEnabled) => {
  const reader = { javaScriptEnabled }

  test('sees what is trending, by rank', async () => {
    const page = await open('/', reader)
    expect(await page.title()).toMatch(/^Paperboy/)
    expect(await textOf(page.getByRole('heading', { level: 1 }))).toBe('Trending papers')
    expect(await textOf(page.locator('.count'))).toBe('220 papers')
    expect(await cards(page).count()).toBe(20)
    expect(await titleOf(page, 0)).toBe('Generated Loss, Augmented Training, and Multiscale VAE')
    expect(await cards(page).locator('.rank').allInnerTexts()).toEqual(
      Array.from({ length: 20 }, (_, index) => `#${index + 1}`),
    )
  })

  test('finds papers, and sees what matched', async () => {
    const page = await open('/', reader)
    await page.getByLabel('Search papers').fill('"variational autoencoder"')
    await page.getByRole('button', { name: 'Search' }).click()
    expect(await textOf(page.getByRole('heading', { level: 1 }))).toContain('variational autoencoder')
    expect(await page.getByLabel('Search papers').inputValue()).toBe('"variational autoencoder"')
    const marks = await cards(page).locator('mark').allInnerTexts()
    expect(marks.length).toBeGreaterThan(0)
    expect(marks.join(' ')).toMatch(/variational|autoencoder/i)
  })

  test('filters by code', async () => {
    const page = await open('/', reader)
    await page.getByText('Filters').click()
    await page.getByLabel('With code').check()
    await page.getByRole('button', { name: 'Apply' }).click()
    expect(await textOf(page.locator('.count'))).toBe('39 papers')
    expect(await page.getByLabel('With code').isChecked()).toBe(true)
    expect(await page.getByRole('list', { name: 'Filters in use' }).textContent()).toContain('With code')
    for (let index = 0; index < 20; index++) {
      expect(await cards(page).nth(index).locator('.code').count()).toBeGreaterThan(0)
    }
  })

  test('pages through all of a list, each paper once', async () => {
    const page = await open('/?hasCode=true', reader)
    const seen = await page.locator('.papers h2').allInnerTexts()
    await morePapers(page)
    seen.push(...(await page.locator('.papers h2').allInnerTexts()))
    expect(seen).toHaveLength(39)
    expect(new Set(seen).size).toBe(39)
    expect(await page.getByRole('link', { name: 'More papers' }).count()).toBe(0)
    await page.getByRole('link', { name: 'Back to the first' }).click()
    expect(await titleOf(page, 0)).toBe(seen[0])
  })

  test('opens a paper, and from there its day', async () => {
    const page = await open('/', reader)
    const title = await titleOf(page, 1)
    await page.getByRole('link', { name: title }).click()
    await page.waitForURL(/\/papers\//)
    expect(await textOf(page.getByRole('heading', { level: 1 }))).toBe(title)
    expect((await textOf(page.locator('.abstract'))).length).toBeGreaterThan(100)
    expect(await page.locator('.similar a').count()).toBe(5)
    expect(await page.getByLabel('Search papers').isVisible()).toBe(true)
    await page.locator('.facts a').click()
    await page.waitForURL(/\/digest\/\d{4}-\d\d-\d\d$/)
    expect(await textOf(page.locator('.count'))).toBe('220 papers')
    expect(await titleOf(page, 0)).toBe('Generated Loss, Augmented Training, and Multiscale VAE')
    await morePapers(page)
    expect(await textOf(page.locator('.papers .rank').first())).toBe('#51')
  })
})

test('a filter in use is left out again by its own link', async () => {
  const page = await open('/?q=network&hasCode=true&from=2026-01-01', { javaScriptEnabled: false })
  const used = page.getByRole('list', { name: 'Filters in use' }).getByRole('link')
  expect(await used.allTextContents()).toEqual([
    'Remove the filter: With code ×',
    'Remove the filter: Seen from 1 Jan 2026 ×',
  ])
  await used.first().click()
  await page.waitForURL((url) => url.search === '?q=network&from=2026-01-01')
  expect(await used.count()).toBe(1)
})

test('a search without a hit says what to try', async () => {
  const page = await open('/?q=qwertzuiopasdf&hasCode=true')
  expect(await page.getByText('Nothing matches.').isVisible()).toBe(true)
  expect(await page.getByText('Try it without').isVisible()).toBe(true)
})

test('everything can be reached by keyboard, in the order of the page, and shows where it is', async () => {
  const page = await open('/')
  const seen: string[] = []
  for (let step = 0; step < 12; step++) {
    await page.keyboard.press('Tab')
    seen.push(await focused(page))
    const outline = await page.evaluate<string>('getComputedStyle(document.activeElement).outlineStyle')
    expect(outline, `outline of ${seen.at(-1)}`).not.toBe('none')
  }
  expect(seen.slice(0, 8)).toEqual([
    ...['Skip to the papers', 'Paperboy', 'Days', 'Subscribe', 'API', 'Search papers', 'Search', 'Filters'],
  ])
  await page.keyboard.press('Home')
  await page.getByLabel('Search papers').focus()
  await page.keyboard.type('attention')
  await page.keyboard.press('Enter')
  await page.waitForURL(/q=attention/)
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  expect(await page.evaluate('document.activeElement.id')).toBe('content')
})

function focused(page: Page): Promise<string> {
  return page.evaluate<string>(`(() => {
    const { labels, ariaLabel, textContent } = document.activeElement
    return (labels?.[0]?.textContent || ariaLabel || textContent).trim()
  })()`)
}

test.each(['/', '/?q=network&hasCode=true', '/feeds?q=network', '/docs', '/nowhere'])(
  '%s: every control has a name, and there is one h1',
  async (path) => {
    // Chromium itself reports a page with the status 404.
    await expectNames(await open(path, {}, path === '/nowhere' ? /status of 404/ : undefined))
  },
)

test('a paper and a day: every control has a name, and there is one h1', async () => {
  const page = await open('/')
  await page.locator('.papers h2 a').first().click()
  await page.waitForURL(/\/papers\//)
  await expectNames(page)
  await page.locator('.facts a').click()
  await page.waitForURL(/\/digest\//)
  await expectNames(page)
})

async function expectNames(page: Page): Promise<void> {
  const nameless = await page.evaluate<
    string[]
  >(`[...document.querySelectorAll('a, button, input, select, summary, nav, img')]
    .filter((element) => element.tagName === 'IMG' ? element.getAttribute('alt') === null
      : !(element.textContent.trim() || element.ariaLabel || element.labels?.length))
    .map((element) => element.outerHTML)`)
  expect(nameless).toEqual([])
  expect(await page.locator('h1').count()).toBe(1)
  expect(await page.locator('html').getAttribute('lang')).toBe('en')
  expect(await page.getByRole('main').count()).toBe(1)
}

describe.each(['light', 'dark'] as const)('in %s colours', (colorScheme) => {
  test.each([PHONE, DESK])('no page scrolls sideways at $width px', async (viewport) => {
    const page = await open('/', { colorScheme, viewport })
    const show = async (name: string): Promise<void> => {
      const widths = 'document.documentElement.scrollWidth - document.documentElement.clientWidth'
      expect(await page.evaluate<number>(widths), `${name} is wider than the window`).toBe(0)
      await picture(page, `${name}-${viewport.width}-${colorScheme}`)
    }
    await show('home')
    await page.getByText('Filters').click()
    await show('filters')
    await page.goto(`${system.url}/?q=variational+autoencoder`)
    await show('search')
    await page.goto(`${system.url}/?q=title:(gan+OR`)
    await show('notice')
    await page.goto(`${system.url}/?hasCode=true`)
    await page.locator('.papers h2 a').nth(3).click()
    await page.waitForURL(/\/papers\//)
    await show('paper')
    await page.locator('.facts a').click()
    await show('digest')
    await page.goto(`${system.url}/feeds`)
    await show('feeds')
    await page.goto(`${system.url}/docs`)
    await show('docs')
    const parts = page.getByRole('navigation', { name: 'Parts' }).getByRole('list')
    expect(await parts.evaluate((list) => list.scrollWidth - list.clientWidth), 'parts at the side').toBe(0)
  })

  test('text stands out from what is behind it', async () => {
    const page = await open('/', { colorScheme, viewport: PHONE })
    const contrasts = await page.evaluate<Record<string, number>>(CONTRASTS)
    for (const [what, contrast] of Object.entries(contrasts)) {
      expect(contrast, `contrast of ${what}`).toBeGreaterThanOrEqual(4.5)
    }
  })

  test('what a finger has to hit is large enough', async () => {
    const page = await open('/', { colorScheme, viewport: PHONE, hasTouch: true })
    await page.getByText('Filters').click()
    for (const control of await page
      .locator('button, select, input[type=search], summary, .days a, .pager a')
      .filter({ visible: true })
      .all()) {
      const box = await control.boundingBox()
      expect(box?.height, await textOf(control)).toBeGreaterThanOrEqual(44)
    }
  })
})

/** WCAG 2 contrast of some texts with the first ground behind them that is not transparent. */
const CONTRASTS = `(() => {
  const channels = (colour) => colour.match(/[\\d.]+/g).map(Number)
  const light = (colour) => {
    const [r, g, b] = channels(colour).map((c) => (c /= 255) <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor
      if ((channels(colour)[3] ?? 1) > 0) return colour
    }
    return 'rgb(255, 255, 255)'
  }
  const found = {}
  for (const selector of ['h1', '.teaser', '.count', '.papers h2 a', '.rank', '.facts time', '.code', '.tagline', '.search button', '.days a', '.days small', '.pager a', '.bottom a']) {
    const element = document.querySelector(selector)
    if (!element) continue
    const [a, b] = [light(getComputedStyle(element).color), light(ground(element))].sort((x, y) => y - x)
    found[selector] = (a + 0.05) / (b + 0.05)
  }
  return found
})()`
