import { waitFor } from '@paperboy/testkit'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { barriers, DESK, overflow, PHONE, picture, startVisitor, type Visitor } from './browser.ts'
import { type System, startEmbedded } from './system.ts'

const NOT_FOUND = /status of 404/

let system: System
let visitor: Visitor
let paperPath: string

beforeAll(async () => {
  ;[system, visitor] = await Promise.all([startEmbedded({ seeds: true }), startVisitor(() => system.url)])
  // Two days, so that there is a chart; categories, so that there is something to narrow by.
  for (const [date, ranks] of [
    ['2026-11-20', [3, 1, 2]],
    ['2026-11-21', [1, 2, 3]],
  ] as const)
    await feed(date, ranks)
  paperPath = await untilFound('"first comfortable paper"')
})
afterAll(async () => {
  await visitor?.close()
  await system?.stop()
})
afterEach(() => visitor.finish())

async function feed(date: string, ranks: readonly number[]): Promise<void> {
  const records = ['first', 'second', 'third'].map((name, index) => ({
    title: `The ${name} comfortable paper about quiet reading`,
    abstract: `We read quietly and see what comes of it, ${name}.`,
    authors: ['Ada Reader'],
    categories: [index === 0 ? 'cs.CL' : 'cs.LG'],
    rank: ranks[index],
  }))
  const body = records.map((record) => JSON.stringify(record)).join('\n')
  const answer = await fetch(`${system.url}/v1/dumps?date=${date}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${system.operatorKey}` },
    body,
  })
  expect(answer.status).toBe(202)
}

async function untilFound(q: string): Promise<string> {
  let path = ''
  await waitFor(
    async () => {
      const answer = await fetch(`${system.url}/v1/papers?${new URLSearchParams({ q })}`)
      const { items } = (await answer.json()) as { items: { id: string; lastSeenAt: string }[] }
      path = `/papers/${items[0]?.id}`
      return items[0]?.lastSeenAt.startsWith('2026-11-21') ?? false
    },
    { timeoutMs: 30_000, describe: 'the papers to be found' },
  )
  return path
}

const titles = (page: Page) => page.locator('.papers h2')

describe('by keyboard', () => {
  test('"/" leads to the search, "j" and "k" along the papers, "?" to the list of keys', async () => {
    const page = await visitor.open('/')
    await page.keyboard.press('j')
    await page.keyboard.press('j')
    expect(await focusedText(page)).toBe(await titles(page).nth(1).textContent())
    await page.keyboard.press('k')
    expect(await focusedText(page)).toBe(await titles(page).nth(0).textContent())
    await page.keyboard.press('o')
    await page.waitForURL(/\/papers\//)
    await page.goBack()
    await page.keyboard.press('/')
    await page.keyboard.type('j/k?')
    expect(await page.getByLabel('Search papers').inputValue()).toBe('j/k?')
    await page.getByLabel('Search papers').blur()
    await page.keyboard.press('?')
    expect(await page.getByRole('dialog', { name: 'Keyboard' }).isVisible()).toBe(true)
    await page.keyboard.press('Escape')
    expect(await page.getByRole('dialog', { name: 'Keyboard' }).isVisible()).toBe(false)
  })
})

function focusedText(page: Page): Promise<string> {
  return page.evaluate<string>('document.activeElement.textContent')
}

test('more papers come by themselves, each once, until the end of the page is to be reached', async () => {
  const page = await visitor.open('/')
  expect(await titles(page).count()).toBe(20)
  await waitFor(
    async () => {
      await page.mouse.wheel(0, 20_000)
      return (await titles(page).count()) >= 100
    },
    { timeoutMs: 30_000, describe: 'four more pages' },
  )
  await page.mouse.wheel(0, 20_000)
  const seen = await titles(page).allTextContents()
  expect(seen).toHaveLength(100)
  expect(new Set(seen).size).toBe(100)
  expect(await page.locator('[data-more]').textContent()).toBe('20 more papers are shown')
  await page.getByRole('link', { name: 'More papers' }).click()
  await page.waitForURL(/cursor=/)
  expect(seen).not.toContain(await titles(page).first().textContent())
})

test('who presses the link while its papers are on their way gets those, and passes none over', async () => {
  const page = await visitor.open('/')
  const asked = Promise.withResolvers<() => void>()
  await page.route(/cursor=/, (route) => asked.resolve(() => void route.continue()), { times: 1 })
  await page.evaluate('scrollTo(0, document.body.scrollHeight)')
  const goOn = await asked.promise
  await page.getByRole('link', { name: 'More papers' }).click()
  goOn()
  await waitFor(async () => (await titles(page).count()) >= 40, {
    timeoutMs: 30_000,
    describe: 'the papers of the next page',
  })
  expect(page.url()).toBe(`${system.url}/`)
})

describe.each([true, false])('with JavaScript: %s', (javaScriptEnabled) => {
  test('a search is narrowed by what is in it, and followed as a feed', async () => {
    const page = await visitor.open('/?q=comfortable', { javaScriptEnabled })
    const facets = page.getByRole('navigation', { name: 'Narrow the search' })
    expect(await facets.getByRole('link', { name: /cs\.LG/ }).textContent()).toMatch(/cs\.LG\s*2/)
    await facets.getByRole('link', { name: /cs\.CL/ }).click()
    await page.waitForURL(/category/)
    expect(await titles(page).allTextContents()).toEqual(['The first comfortable paper about quiet reading'])
    await page.getByRole('link', { name: 'Follow as a feed' }).click()
    await page.waitForURL(/\/feeds\?q=comfortable/)
    const address = (await page.locator('#search-atom').textContent()) ?? ''
    expect((await (await fetch(address)).text()).match(/<entry>/g)).toHaveLength(1)
    const open = page.getByRole('link', { name: 'Open this search as Atom' })
    expect(await open.evaluate((link) => (link as unknown as { href: string }).href)).toBe(address)
    await page.getByRole('link', { name: 'Back to the papers' }).click()
    await page.waitForURL(/\/\?q=comfortable/)
  })

  test('any day can be gone back to', async () => {
    const page = await visitor.open('/', { javaScriptEnabled })
    await page.getByRole('link', { name: 'All days' }).first().click()
    await page.getByTitle('20 November 2026').click()
    await page.waitForURL(/\/digest\/2026-11-20$/)
    expect(await titles(page).first().textContent()).toContain('second')
    await page.getByRole('link', { name: '21 Nov 2026 →' }).click()
    await page.waitForURL(/\/digest\/2026-11-21$/)
    expect(await titles(page).first().textContent()).toContain('first')
  })

  test('a paper shows where it stood, and how to cite it', async () => {
    const page = await visitor.open(paperPath, { javaScriptEnabled })
    const chart = page.getByRole('img', { name: /Its places by day/ })
    expect(await chart.getAttribute('aria-label')).toMatch(/20 Nov place 3, .*21 Nov place 1$/)
    await page.getByText('Cite (BibTeX)').click()
    expect(await page.locator('#bibtex').textContent()).toMatch(/^@/)
  })
})

test('the authors and categories of a paper lead to what else there is of them', async () => {
  const page = await visitor.open(paperPath, { javaScriptEnabled: false })
  await page.getByRole('link', { name: 'Ada Reader' }).click()
  await page.waitForURL(/author/)
  expect((await titles(page).allTextContents()).sort()).toEqual(
    ['first', 'second', 'third'].map((name) => `The ${name} comfortable paper about quiet reading`),
  )
  await page.goto(`${system.url}${paperPath}`)
  await page.getByRole('link', { name: 'cs.CL' }).click()
  await page.waitForURL(/category/)
  expect(await titles(page).allTextContents()).toEqual(['The first comfortable paper about quiet reading'])
})

test('what is typed into the search is completed', async () => {
  const page = await visitor.open('/')
  const completions = page.locator('#q ~ datalist option')
  await page.locator('#q').pressSequentially('quiet rea')
  await waitFor(async () => (await completions.count()) > 0, {
    timeoutMs: 10_000,
    describe: 'completions of what was typed',
  })
  const texts = await completions.evaluateAll((options) =>
    options.map((option) => option.getAttribute('value')),
  )
  expect(texts[0]).toBe('quiet reading')
  expect(texts).toContain('The first comfortable paper about quiet reading')
  expect(await barriers(page)).toEqual([])
  await page.locator('#q').fill('')
  await waitFor(async () => (await completions.count()) === 0, {
    timeoutMs: 10_000,
    describe: 'no completions',
  })
})

test('BibTeX is copied by a button', async () => {
  const page = await visitor.open(paperPath, { permissions: ['clipboard-read', 'clipboard-write'] })
  await page.getByText('Cite (BibTeX)').click()
  await page.getByRole('button', { name: 'Copy' }).click()
  await page.getByRole('button', { name: 'Copied' }).waitFor()
  expect(await page.evaluate('navigator.clipboard.readText()')).toBe(
    await page.locator('#bibtex').textContent(),
  )
})

test('the address of a feed is marked by a press, and copied by a button', async () => {
  const page = await visitor.open('/feeds', { permissions: ['clipboard-read', 'clipboard-write'] })
  await page.locator('#digests-rss').click()
  expect(await page.evaluate('getSelection().toString()')).toBe(`${system.url}/feeds/digests.rss`)
  const copy = page.getByRole('button', { name: 'Copy' }).nth(5)
  await copy.click()
  await page.getByRole('button', { name: 'Copied' }).waitFor()
  expect(await page.evaluate('navigator.clipboard.readText()')).toBe(`${system.url}/feeds/digests.json`)
})

test('what was not filled in is not in the address of a search', async () => {
  const page = await visitor.open('/')
  await page.getByLabel('Search papers').fill('comfortable')
  await page.keyboard.press('Enter')
  await page.waitForURL(`${system.url}/?q=comfortable`)
  await page.getByText('Filters').click()
  await page.getByLabel('Order').selectOption('Newest')
  await page.getByRole('button', { name: 'Apply' }).click()
  await page.waitForURL(`${system.url}/?q=comfortable&sort=newest`)
  expect(await titles(page).count()).toBe(3)
})

test('without JavaScript a search has its empty fields, and the same papers', async () => {
  const page = await visitor.open('/', { javaScriptEnabled: false })
  await page.getByLabel('Search papers').fill('comfortable')
  await page.getByRole('button', { name: 'Search' }).click()
  await page.waitForURL(`${system.url}/?q=comfortable&from=&to=&sort=`)
  expect(await titles(page).count()).toBe(3)
})

const pages = () => ({
  home: '/',
  search: '/?q=comfortable',
  paper: paperPath,
  digest: '/digest/2026-11-21',
  days: '/days',
  subscribe: '/subscribe?q=reading',
  sent: '/subscribe/sent',
  feeds: '/feeds',
  'feeds-search': '/feeds?q=comfortable&hasCode=true',
  docs: '/docs',
  nothing: '/?q=qwertzuiop',
  nowhere: '/nowhere',
})

describe.each(['light', 'dark'] as const)('in %s colours', (colorScheme) => {
  test.each([PHONE, DESK])('no page is a barrier at $width px', async (viewport) => {
    const page = await visitor.open('/', { colorScheme, viewport, bypassCSP: true }, NOT_FOUND)
    for (const [name, path] of Object.entries(pages())) {
      await page.goto(`${system.url}${path}`)
      await picture(page, `reader-${name}-${viewport.width}-${colorScheme}`)
      expect(await overflow(page), `${name} is wider than the window`).toBe(0)
      expect(await barriers(page), name).toEqual([])
    }
  })
})

test('on paper there is the text, not what surrounds it', async () => {
  const page = await visitor.open(paperPath)
  await page.emulateMedia({ media: 'print' })
  await picture(page, 'reader-paper-print')
  expect(await page.locator('.abstract').isVisible()).toBe(true)
  for (const aside of ['.search', '.site', '.bottom', '.subscribe', '.bibtex'])
    expect(await page.locator(aside).first().isVisible(), aside).toBe(false)
  await page.goto(`${system.url}/feeds`)
  await picture(page, 'reader-feeds-print')
  expect(await page.locator('#trending-atom').isVisible()).toBe(true)
  for (const act of ['.addresses .button', '[data-copy]'])
    expect(await page.locator(act).first().isVisible(), act).toBe(false)
})

test('in colours of the system what is chosen can still be told', async () => {
  const page = await visitor.open('/digest/2026-11-21', { forcedColors: 'active' })
  await picture(page, 'reader-digest-forced')
  const border = await page.evaluate<string>(
    `getComputedStyle(document.querySelector('.days a[aria-current="page"]')).borderWidth`,
  )
  expect(border).toBe('2px')
})
