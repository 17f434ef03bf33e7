import { readFile } from 'node:fs/promises'
import { waitFor } from '@paperboy/testkit'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { startVisitor, type Visitor } from './browser.ts'
import { type System, startEmbedded } from './system.ts'

/** Chromium itself reports a page with the status 401. */
const SIGN_IN = /status of 401/

let system: System
let visitor: Visitor
let storageState: Exclude<BrowserContextOptions['storageState'], undefined>

beforeAll(async () => {
  ;[system, visitor] = await Promise.all([startEmbedded({ seeds: true }), startVisitor(() => system.url)])
  const page = await visitor.open('/operator', {}, SIGN_IN)
  await signIn(page)
  storageState = await page.context().storageState()
  await visitor.finish()
})
afterAll(async () => {
  await visitor?.close()
  await system?.stop()
})
afterEach(() => visitor.finish())

async function signIn(page: Page): Promise<void> {
  await page.getByLabel('Operator key').fill(system.operatorKey)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor()
}

/** Two good records and one that has no title, as a file that a person picks. */
function aFile(name: string) {
  const papers = [1, 2].map((number) => ({
    title: `${name}: a paper of number ${number}`,
    abstract: 'It says something.',
  }))
  const lines = [...papers, { nonsense: '<b>x</b>' }].map((record) => JSON.stringify(record))
  return {
    name: `${name}.jsonl`,
    mimeType: 'application/octet-stream',
    buffer: Buffer.from(lines.join('\n')),
  }
}

const countOf = (page: Page, name: string) => page.locator(`[data-count="${name}"]`).textContent()

describe.each([true, false])('an operator with JavaScript: %s', (javaScriptEnabled) => {
  const options = { javaScriptEnabled }
  const scripted = javaScriptEnabled ? 'with scripts' : 'without scripts'

  test('signs in by the key, and out again', async () => {
    const page = await visitor.open('/operator/dumps', options, SIGN_IN)
    await page.getByLabel('Operator key').fill('not the key')
    await page.getByRole('button', { name: 'Sign in' }).click()
    expect(await page.getByRole('alert').textContent()).toContain('not the operator key')
    await page.getByLabel('Operator key').fill(system.operatorKey)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.waitForURL(/\/operator\/dumps$/)
    const [cookie] = await page.context().cookies()
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict', path: '/' })
    expect(decodeURIComponent(cookie?.value ?? '')).not.toContain(system.operatorKey)
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByLabel('Operator key').waitFor()
    await page.goto(`${system.url}/operator/dumps`)
    expect(await page.getByLabel('Operator key').isVisible()).toBe(true)
  })

  test('feeds a dump, sees it done with its reject, undoes it and replays it', async () => {
    const page = await visitor.open('/operator/dumps', { ...options, storageState })
    await page.getByLabel('File').setInputFiles(aFile(`House ${scripted}`))
    await page.getByRole('button', { name: 'Feed it' }).click()
    await page.waitForURL(/\/operator\/dumps\/[a-z0-9]+\?done=stored$/)
    await untilState(page, 'done')
    expect([
      await countOf(page, 'records'),
      await countOf(page, 'created'),
      await countOf(page, 'rejected'),
    ]).toEqual(['3', '2', '1'])
    expect(await page.locator('.rejects').textContent()).toContain('line 3')
    expect(await page.locator('.rejects pre').textContent()).toContain('<b>x</b>')

    await page.getByRole('button', { name: 'Undo…' }).click()
    await page.getByRole('heading', { name: 'Undo this dump?' }).waitFor()
    await page.getByRole('link', { name: 'Leave it' }).click()
    expect(await page.locator('[data-status]').textContent()).toContain('done')
    await page.getByRole('button', { name: 'Undo…' }).click()
    await page.getByRole('button', { name: 'Undo it' }).click()
    await untilState(page, 'undone')
    expect(await page.locator('.sheet .notice').textContent()).toContain('UNDONE')
    expect(await page.getByText('is being undone').count()).toBe(0)
    expect(await page.getByRole('button', { name: 'Undo…' }).count()).toBe(0)
    await gone(`House ${scripted}`)

    await page.getByRole('button', { name: 'Replay…' }).click()
    await page.getByRole('button', { name: 'Replay it' }).click()
    await untilState(page, 'done')
    expect(await countOf(page, 'created')).toBe('2')
  })

  test('tries a file out: the report, and nothing stored', async () => {
    const page = await visitor.open('/operator/dumps', { ...options, storageState })
    await page.getByLabel('Dry run').check()
    await page.getByLabel('File').setInputFiles(aFile(`Trial ${scripted}`))
    await page.getByRole('button', { name: 'Feed it' }).click()
    await page.getByText('Nothing was stored').waitFor()
    expect(await page.locator('.counts').textContent()).toMatch(/created\s*2/)
    await page.getByRole('link', { name: 'Back to the dumps' }).click()
    expect(await page.getByText(`Trial ${scripted}.jsonl`).count()).toBe(0)
  })
})

/** The page itself changes where scripts run; else a person looks again. */
async function untilState(page: Page, state: string): Promise<void> {
  await waitFor(
    async () => {
      if ((await page.locator('[data-status] .state').textContent()) === state) {
        await page.waitForLoadState()
        if ((await page.locator('[data-events]').count()) === 0) return true
      }
      const again = page.getByRole('link', { name: 'Look again' })
      if ((await again.count()) > 0) await again.click({ timeout: 1_000 }).catch(() => {})
      return false
    },
    { timeoutMs: 60_000, describe: `the page to say ${state}` },
  )
}

async function gone(words: string): Promise<void> {
  const search = `${system.url}/v1/papers?q=${encodeURIComponent(`title:"${words}"`)}`
  await waitFor(async () => ((await (await fetch(search)).json()) as { total: number }).total === 0, {
    timeoutMs: 30_000,
    describe: 'the papers of the dump to be gone',
  })
}

test('the counts of a dump change on the page while it is at work', async () => {
  const page = await visitor.open('/operator/dumps', { storageState })
  const records = Array.from({ length: 12_000 }, (_, index) =>
    JSON.stringify({
      title: `A long dump has many papers, this is number ${index}`,
      abstract: `Text ${index}.`,
    }),
  )
  await page.getByLabel('File').setInputFiles({
    name: 'long.jsonl',
    mimeType: 'text/plain',
    buffer: Buffer.from(records.join('\n')),
  })
  await page.getByRole('button', { name: 'Feed it' }).click()
  await page.waitForURL(/done=stored/)
  const seen = new Set<string | null>()
  await waitFor(
    async () => {
      seen.add(await countOf(page, 'records'))
      return (await page.locator('[data-status] .state').textContent()) === 'done'
    },
    { timeoutMs: 90_000, describe: 'the long dump to be done' },
  )
  expect(await countOf(page, 'records')).toBe('12,000')
  // Nobody reloaded: what was between nothing and all came by events.
  expect([...seen].filter((count) => count !== '0' && count !== '12,000').length).toBeGreaterThan(0)
})

test('subscribers are imported and exported', async () => {
  const page = await visitor.open('/operator/subscribers', { storageState })
  await page.getByLabel('File').setInputFiles({
    name: 'list.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from('email,confirmed_at\nada@example.org,2026-01-01\nnonsense,2026-01-01\n'),
  })
  await page.getByRole('button', { name: 'Import' }).click()
  expect(await page.getByRole('status').first().textContent()).toContain('1 imported')
  expect(await page.getByRole('rowheader', { name: /ada@example.org/ }).count()).toBe(1)
  const downloading = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Export all as CSV' }).click()
  expect(await readFile(await (await downloading).path(), 'utf8')).toContain('ada@example.org')
})

describe.each([true, false])('with JavaScript: %s', (javaScriptEnabled) => {
  const name = javaScriptEnabled ? 'scripted' : 'plain'

  test('a source is added, asked, changed, paused and removed', async () => {
    const page = await visitor.open('/operator/sources', { storageState, javaScriptEnabled })
    await page.getByLabel('Name').fill(name)
    // Itself: an answer that is no dump of papers is a dump that failed, and that is told.
    await page.getByLabel('Address').fill(`${system.url}/openapi.json`)
    await page.getByLabel('It may lead into the private network').check()
    await page.getByRole('button', { name: 'Add it' }).click()
    await page.getByText('The source is saved.').waitFor()
    await waitFor(
      async () => {
        await page.reload()
        return (await page.locator('dl.facts').textContent())?.match(/Outcome\s*(new|known)/) !== null
      },
      { timeoutMs: 30_000, describe: 'the source to be asked' },
    )
    await page.getByLabel('When').fill('*/5 * * * *')
    await page.getByRole('button', { name: 'Change it' }).click()
    expect(await page.locator('dl.facts').textContent()).toContain('*/5 * * * *')
    await page.getByRole('button', { name: `Pause ${name}` }).click()
    await page.getByText('The source is paused.').waitFor()
    await page.getByRole('button', { name: `Remove… ${name}` }).click()
    await page.getByRole('heading', { name: 'Remove this source?' }).waitFor()
    await page.getByRole('button', { name: 'Remove it' }).click()
    await page.getByText('No source so far.').waitFor()
  })

  test('a key is made, used and revoked, and all that stands in the log', async () => {
    const page = await visitor.open('/operator/keys', { storageState, javaScriptEnabled })
    await page.getByLabel('Name').fill(`key of ${name}`)
    await page.getByLabel('looks at everything').check()
    await page.getByRole('button', { name: 'Make it' }).click()
    const key = (await page.locator('code.secret').textContent()) ?? ''
    const asked = () => fetch(`${system.url}/v1/dumps`, { headers: { authorization: `Bearer ${key}` } })
    expect((await asked()).status).toBe(200)
    await page.getByRole('button', { name: `Revoke… key of ${name}` }).click()
    await page.getByRole('button', { name: 'Revoke it' }).click()
    await page.getByText('The key is revoked.').waitFor()
    expect((await asked()).status).toBe(401)
    await page.getByRole('link', { name: 'Log' }).click()
    const log = await page.getByRole('table').textContent()
    for (const act of ['create key', 'revoke key']) expect(log).toContain(act)
  })
})

test('Bull Board works under its policy, which allows nothing inline, and asks nobody else', async () => {
  const page = await visitor.open('/operator/queue', { storageState })
  await page.getByRole('link', { name: 'Every job, in Bull Board' }).click()
  await page.getByText('chunk.parse').first().waitFor()
  await page.getByText('paperboy-mail-pending').click()
  await page.getByText('mail.pending').first().waitFor()
  await page.getByRole('button', { name: 'Settings' }).click()
  await page.getByText('Language').first().waitFor()
})

test('a subscriber is found, and deleted after a question', async () => {
  const page = await visitor.open('/operator/subscribers', { storageState, javaScriptEnabled: false })
  await page.getByLabel('File').setInputFiles({
    name: 'more.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from('email,confirmed_at\ngone@example.org,2026-01-01\nstays@example.org,2026-01-01\n'),
  })
  await page.getByRole('button', { name: 'Import' }).click()
  await page.getByLabel('Address').fill('GONE@')
  await page.getByRole('button', { name: 'Find' }).click()
  expect(await page.getByRole('rowheader').count()).toBe(1)
  await page.getByRole('button', { name: 'Delete… gone@example.org' }).click()
  await page.getByRole('button', { name: 'Delete it all' }).click()
  await page.getByText('is deleted').waitFor()
  const text = await page.getByRole('table').textContent()
  expect([text?.includes('gone@example.org'), text?.includes('stays@example.org')]).toEqual([false, true])
})

test('a new search index is asked for after a question', async () => {
  const page = await visitor.open('/operator/queue', { storageState })
  await page.getByRole('button', { name: 'Build the index anew' }).click()
  await page.getByRole('button', { name: 'Build it anew' }).click()
  await page.waitForURL(/done=reindexing/)
  expect(await page.getByRole('status').first().textContent()).toContain('is being built')
})
