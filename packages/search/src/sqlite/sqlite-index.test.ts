import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { createLogger } from '@paperboy/service-kit'
import { afterAll, expect, test } from 'vitest'
import { openIndex } from '../open-index.ts'
import { describePaperIndex } from '../paper-index.suite.ts'
import { aDocument, put } from '../suite/documents.ts'

const log = createLogger('test', 'silent')
const folder = mkdtempSync(join(tmpdir(), 'paperboy-sqlite-test-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describePaperIndex('sqlite', (options) => openIndex('sqlite::memory:', { log, ...options }))

async function filled(name: string) {
  const url = `sqlite:${join(folder, name, 'search.db')}`
  const opened = await openIndex(url, { log })
  await opened.admin.promote(await opened.admin.create())
  await opened.index.write([put(aDocument(1, { id: 'a' }))])
  return { url, ...opened }
}

test('an index is there again after a restart, and two handles see each other', async () => {
  const { url, close, admin } = await filled('restart')
  const other = await openIndex(url, { log })
  await other.index.write([put(aDocument(2, { id: 'b' }))])
  expect(await admin.count()).toBe(2)
  await close()
  expect((await other.index.search({ sort: 'trending', limit: 5 })).total).toBe(2)
  await other.close()
})

test.each(['pointer', 'generation', 'folder'])(
  'without its %s on disk there is no current generation',
  async (what) => {
    const { url, close, admin } = await filled(`gone-${what}`)
    const generation = `search.db.${await admin.current()}`
    await close()
    const name = { pointer: 'search.db', generation, folder: '' }[what] ?? ''
    rmSync(join(folder, `gone-${what}`, name), { recursive: true })
    const again = await openIndex(url, { log })
    expect(await again.admin.current()).toBeNull()
    await again.admin.promote(await again.admin.create())
    expect(await again.admin.count()).toBe(0)
    await again.close()
  },
)

test('a generation deleted under a running index is missed at once', async () => {
  const { admin, index, close } = await filled('running')
  rmSync(join(folder, 'running', `search.db.${await admin.current()}`))
  expect(await admin.current()).toBeNull()
  await expect(index.search({ sort: 'trending', limit: 5 })).rejects.toMatchObject({ code: 'UNAVAILABLE' })
  await close()
})

test('what only adds to a search may fail: the search does not', async () => {
  const { url, admin, close } = await filled('extras')
  const file = join(folder, 'extras', `search.db.${await admin.current()}`)
  await close()
  const warnings: unknown[] = []
  const warn = (fields: unknown) => void warnings.push(fields)
  const { index, close: closeAgain } = await openIndex(url, {
    log: Object.assign(createLogger('test', 'silent'), { warn }),
  })
  const db = new DatabaseSync(file)
  db.exec('drop table definitions')
  db.close()
  expect((await index.search({ q: 'paper', sort: 'relevance', limit: 5 })).total).toBe(1)
  expect(warnings).toMatchObject([{ what: 'acronyms' }])
  await closeAgain()
})

test('a damaged generation counts as none', async () => {
  const { url, close, admin } = await filled('damaged')
  const file = join(folder, 'damaged', `search.db.${await admin.current()}`)
  await close()
  for (const entry of readdirSync(join(folder, 'damaged')))
    if (/-(wal|shm)$/.test(entry)) rmSync(join(folder, 'damaged', entry))
  writeFileSync(file, 'not a database at all, but long enough to be read as a header of one'.repeat(50))
  const again = await openIndex(url, { log })
  expect(await again.admin.current()).toBeNull()
  expect(existsSync(file)).toBe(false)
  await again.close()
})

test('a generation that another version made counts as none', async () => {
  const { url, close, admin } = await filled('outdated')
  const file = join(folder, 'outdated', `search.db.${await admin.current()}`)
  await close()
  const db = new DatabaseSync(file)
  db.exec('pragma user_version = 1')
  db.close()
  const again = await openIndex(url, { log })
  expect(await again.admin.current()).toBeNull()
  await again.close()
})
