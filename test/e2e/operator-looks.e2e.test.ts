import type { BrowserContextOptions } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
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
import { type System, startEmbedded } from './system.ts'

/** Chromium itself reports a page with the status 401. */
const SIGN_IN = /status of 401/

let system: System
let visitor: Visitor
let storageState: Exclude<BrowserContextOptions['storageState'], undefined>

beforeAll(async () => {
  ;[system, visitor] = await Promise.all([startEmbedded({ seeds: true }), startVisitor(() => system.url)])
  const page = await visitor.open('/operator', {}, SIGN_IN)
  await page.getByLabel('Operator key').fill(system.operatorKey)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor()
  storageState = await page.context().storageState()
  await visitor.finish()
})
afterAll(async () => {
  await visitor?.close()
  await system?.stop()
})
afterEach(() => visitor.finish())

const rooms = [
  ...['', '/dumps', '/sources', '/deliveries', '/subscribers', '/queue', '/figures', '/keys', '/log'],
]

describe.each(['light', 'dark'] as const)('in %s colours', (colorScheme) => {
  test.each([PHONE, DESK])('no page of the house is a barrier at $width px', async (viewport) => {
    const page = await visitor.open('/operator', { colorScheme, viewport, storageState, bypassCSP: true })
    const check = async (name: string) => {
      await picture(page, `operator-${name}-${viewport.width}-${colorScheme}`)
      expect(await overflow(page), `${name} is wider than the window`).toBe(0)
      expect(await barriers(page, ANY_BARRIER), name).toEqual([])
      if (name !== 'board') expect(await smallTargets(page), name).toEqual([])
    }
    for (const room of rooms) {
      await page.goto(`${system.url}/operator${room}`)
      await check(room.slice(1) || 'overview')
    }
    await page.goto(`${system.url}/operator/dumps`)
    await page.locator('tbody a').first().click()
    await check('dump')
    await page.getByRole('button', { name: 'Undo…' }).click()
    await check('question')
    await page.goto(`${system.url}/operator/queues`)
    await page.getByText('chunk.parse').first().waitFor()
    await check('board')
  })

  test('nor is the door', async () => {
    const page = await visitor.open('/operator', { colorScheme, viewport: PHONE, bypassCSP: true }, SIGN_IN)
    await picture(page, `operator-door-${colorScheme}`)
    expect(await barriers(page, ANY_BARRIER)).toEqual([])
    expect(await smallTargets(page)).toEqual([])
  })
})

test('on paper and in colours of the system a page of the house still says what it says', async () => {
  const page = await visitor.open('/operator/subscribers', { storageState, forcedColors: 'active' })
  const lineOf = (room: string) =>
    page.evaluate<string>(
      `getComputedStyle(document.querySelector('.rooms a[href="/operator/${room}"]')).borderBottomColor`,
    )
  // What is transparent elsewhere would be seen here, as if every room were the present one.
  const ground = await page.evaluate<string>('getComputedStyle(document.body).backgroundColor')
  expect(await lineOf('dumps')).toBe(ground)
  expect(await lineOf('subscribers')).not.toBe(ground)
  await page.emulateMedia({ media: 'print', forcedColors: 'none' })
  await picture(page, 'operator-subscribers-print')
  expect(await page.getByRole('heading', { level: 1 }).isVisible()).toBe(true)
  for (const aside of ['.rooms', '.site', '.days-of', '.fields'])
    expect(await page.locator(aside).first().isVisible(), aside).toBe(false)
})

test('on a phone a row is a card: its acts are in sight, and it is still a row of a table', async () => {
  const page = await visitor.open('/operator/dumps', { storageState, viewport: PHONE })
  const table = page.getByRole('table')
  expect(await table.getByRole('columnheader').count()).toBe(8)
  expect(await table.getByRole('row').nth(1).getByRole('cell').count()).toBe(7)
  const wide = await page.evaluate<number>(
    `(() => { const { scrollWidth, clientWidth } = document.querySelector('.cards'); return scrollWidth - clientWidth })()`,
  )
  expect(wide).toBe(0)
})
