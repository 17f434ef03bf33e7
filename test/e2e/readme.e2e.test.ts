import { execFile } from 'node:child_process'
import { readFile, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type System, startEmbedded } from './system.ts'

const ROOT = join(import.meta.dirname, '..', '..')
const RUNNABLE = /^```sh runnable\n([\s\S]*?)^```$/gm
const MARK = '=== block'
const TIMEOUT_MS = 100_000

let system: System
/** What each block printed, in their order. */
let printed: string[]

beforeAll(async () => {
  system = await startEmbedded({ seeds: true })
  await symlink(join(ROOT, 'seeds'), join(system.folder, 'seeds'))
  const readme = await readFile(join(ROOT, 'README.md'), 'utf8')
  const blocks = [...readme.matchAll(RUNNABLE)].map(([, commands]) => commands ?? '')
  // As a reader would: one shell, from top to bottom. It ends at the first command that fails.
  const script = blocks.map((commands) => `echo; echo '${MARK}'\n${commands}`).join('\n')
  const here = script.replaceAll('http://127.0.0.1:3000', system.url)
  const options = { cwd: system.folder, timeout: TIMEOUT_MS, maxBuffer: 50_000_000 }
  const { stdout } = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', here], options)
  printed = stdout.split(`${MARK}\n`).slice(1)
  expect(printed).toHaveLength(blocks.length)
})
afterAll(() => system?.stop())

test.each([
  ['the seed is there', '"filename":"trending-page.txt"'],
  ['a dump is taken', '"status":"received"'],
  [
    'the events end with it done',
    /"status":"done".*"records":3,"created":2,"updated":0,"unchanged":0,"rejected":1/,
  ],
  ['the reject says where and why', /"position":"line 2","code":"NOT_JSON"/],
  ['the paper is found', '"total":1,'],
  ['reindex is accepted', '"status":"accepted"'],
  ['the queue is shown', '"name":"chunk.parse"'],
  ['BibTeX is given', /@\w+\{/],
  ['a highlight is marked', '<mark>'],
])('%s', (_, expected) => {
  expect(printed.join('')).toMatch(expected)
})

test('the second page is not the first', () => {
  const pages = printed.at(-1) ?? ''
  expect(JSON.parse(pages)).toMatchObject({ items: expect.any(Array) })
  expect(JSON.parse(pages).items.length).toBeGreaterThan(0)
})
