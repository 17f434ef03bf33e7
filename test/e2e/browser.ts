import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { chromiumArguments } from '@paperboy/testkit'
import axe from 'axe-core'
import {
  type Browser,
  type BrowserContextOptions,
  chromium,
  type Page,
  type PageScreenshotOptions,
} from 'playwright-core'
import { expect } from 'vitest'

export const PHONE = { width: 375, height: 700 }
export const DESK = { width: 1280, height: 900 }
/** Set it to look at the pages: tests put pictures there. */
const PICTURES = process.env.PICTURES_DIR
const AXE_TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
const SERIOUS = ['serious', 'critical']
/** All but what axe-core calls minor. */
export const ANY_BARRIER = ['moderate', ...SERIOUS]

export type Visitor = {
  /** A fresh browser profile on `path`. `meant` are complaints of the browser that belong to the test. */
  open(path: string, options?: BrowserContextOptions, meant?: RegExp): Promise<Page>
  /** Closes what was opened; fails for what a page asked of other hosts and complained about. */
  finish(): Promise<void>
  close(): Promise<void>
}

/** Chromium, for the pages of the gateway at `url`. */
export async function startVisitor(url: () => string): Promise<Visitor> {
  const executablePath = process.env.CHROMIUM_PATH
  if (!executablePath)
    throw new Error('CHROMIUM_PATH is missing. Run the tests by "npm test", which sets it.')
  const browser: Browser = await chromium.launch({ executablePath, args: chromiumArguments })
  const faults: string[] = []
  return {
    async open(path, options = {}, meant) {
      const context = await browser.newContext({ viewport: DESK, ...options })
      const page = await context.newPage()
      page.on('request', (request) => {
        if (!request.url().startsWith(`${url()}/`)) faults.push(`asks ${request.url()}`)
      })
      page.on('console', (message) => {
        if (meant?.test(message.text())) return
        if (['error', 'warning'].includes(message.type())) faults.push(`says ${message.text()}`)
      })
      page.on('pageerror', (error) => faults.push(`throws ${error.message}`))
      await page.goto(`${url()}${path}`)
      return page
    },
    async finish() {
      for (const context of browser.contexts()) await context.close()
      expect(faults.splice(0)).toEqual([])
    },
    close: () => browser.close(),
  }
}

type AxeResult = { violations: { id: string; impact: string; nodes: { target: string[] }[] }[] }

/** What axe-core finds wrong with a page that hinders people, one line each. Needs a context with `bypassCSP`. */
export async function barriers(page: Page, impacts = SERIOUS): Promise<string[]> {
  await page.evaluate(axe.source)
  const { violations } = await page.evaluate<AxeResult>(
    `axe.run(document, { runOnly: ${JSON.stringify(AXE_TAGS)}, resultTypes: ['violations'] })`,
  )
  return violations
    .filter(({ impact }) => impacts.includes(impact))
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)
}

export async function picture(page: Page, name: string, options: PageScreenshotOptions = {}): Promise<void> {
  if (!PICTURES) return
  await mkdir(PICTURES, { recursive: true })
  await page.screenshot({ path: join(PICTURES, `${name}.png`), ...options })
}

/** Interactive things that are smaller than 24 by 24 pixels and not in a line of text (WCAG 2.2, 2.5.8). */
export function smallTargets(page: Page): Promise<string[]> {
  return page.evaluate<
    string[]
  >(`[...document.querySelectorAll('a, button, input, select, summary, textarea')]
    .filter((element) => element.checkVisibility({ visibilityProperty: true }) && !element.closest('.hidden, .skip'))
    .filter((element) => getComputedStyle(element).display !== 'inline')
    .filter((element) => {
      const { width, height } = element.getBoundingClientRect()
      return width > 0 && (width < 24 || height < 24)
    })
    .map((element) => element.outerHTML.slice(0, 120))`)
}

/** How many pixels a page is wider than its window. */
export function overflow(page: Page): Promise<number> {
  return page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth')
}
