import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { aTar, waitFor } from '@paperboy/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { paperboy } from './paperboy-command.ts'
import { type System, startEmbedded } from './system.ts'

const DAY = new Date().toISOString().slice(0, 10)
/** Past by more than the grace time, and not to come soon: the mailer sends nothing by itself. */
const HOUR = (new Date().getUTCHours() + 2) % 24
const MAIL_MS = 30_000
const EMAIL = 'reader@example.org'
const GOOD = [
  { title: 'Folding newspapers with graph neural networks', abstract: 'We fold.', rank: 1 },
  { title: 'A survey of bicycles that carry more than paper', abstract: null, rank: 2 },
]
const lines = (records: object[]) => records.map((record) => `${JSON.stringify(record)}\n`).join('')

let system: System
const run = (...args: string[]) => paperboy(system, args)

beforeAll(async () => {
  system = await startEmbedded()
  const put = (name: string, content: string) => writeFile(join(system.folder, name), content)
  await put('good.jsonl', lines(GOOD))
  await put(
    'half.jsonl',
    `${lines([{ title: 'A third paper that is about postage stamps' }])}{"title":"On the\n`,
  )
  await put('empty.txt', '')
  await mkdir(join(system.folder, 'new'))
  await put('new/one.jsonl', lines([{ title: 'A paper about the ink that newspapers use' }]))
  const two = [{ ...GOOD[1], abstract: 'Now it has one.' }, GOOD[0]]
  await put('new/two.jsonl', `${lines(two as object[])}{"title":\n`)
})
afterAll(() => system?.stop())

/** The id of the dump of that file. */
async function dumpOf(filename: string): Promise<string> {
  const { items } = JSON.parse((await run('dumps', '--json')).out)
  return items.find((dump: { filename: string }) => dump.filename === filename).id
}

describe('a file is fed', () => {
  test('and its counts are printed when its papers can be searched', async () => {
    const { code, out, err } = await run('ingest', 'good.jsonl', '--date', DAY)
    expect(err).toMatch(/^good\.jsonl: 174 B stored as dump \S+\n/)
    expect(out).toMatch(
      /^good\.jsonl: done, 2 records: 2 created, 0 updated, 0 unchanged, 0 rejected – dump \S+\n$/,
    )
    expect(code).toBe(0)
    const found = JSON.parse((await run('search', 'folding', 'newspapers', '--json')).out)
    expect(found).toMatchObject({ total: 1, items: [{ title: GOOD[0]?.title }], nextCursor: null })
  })

  test('from standard input, the same bytes again, as JSON', async () => {
    const { code, out } = await paperboy(system, ['ingest', '-', '--json', '--date', DAY], lines(GOOD))
    expect(JSON.parse(out)).toMatchObject({
      items: [{ file: 'standard input', dump: { status: 'done', duplicate: true, bytes: 174 }, error: null }],
    })
    expect(code).toBe(0)
  })

  test('beside one that fails: exit code 1, and the other is done', async () => {
    const { code, out, err } = await run('ingest', 'half.jsonl', 'empty.txt')
    expect(out).toMatch(/^half\.jsonl: done, 2 records: 1 created, .* 1 rejected/)
    expect(err).toMatch(/paperboy: empty\.txt: failed: .+ \([A-Z_]+\) – dump/)
    expect(code).toBe(1)
  })
})

test.each([
  [['ingest'], 'missing required argument'],
  [['ingest', 'nowhere.txt'], 'nowhere.txt is not there'],
  [['ingest', 'good.jsonl', 'nowhere/*.txt'], 'nowhere/*.txt'],
  [['ingest', 'good.jsonl', '--date', 'monday'], 'YYYY-MM-DD'],
  [['ingest', 'good.jsonl', '--format', 'stone-tablet'], 'format'],
  [['search'], 'missing required argument'],
  [['digest', 'preview', DAY, '--html'], '--subscription'],
  [['deliver'], "unknown command 'deliver'"],
])('%j is wrong usage: exit code 2', async (args, message) => {
  const { code, out, err } = await run(...args)
  expect(err).toContain(message)
  expect(out).toBe('')
  expect(code).toBe(2)
})

test('a wrong key and a silent address are said so: exit code 1', async () => {
  const refused = await run('dumps', '--key', 'wrong')
  expect(refused.err).toContain('--key, OPERATOR_KEY or DATA_DIR/operator-key')
  const silent = await run('dumps', '--url', 'http://127.0.0.1:1')
  expect(silent.err).toContain('Is Paperboy running there?')
  expect([refused.code, silent.code]).toEqual([1, 1])
})

test('a dry run says what files would do, and stores nothing', async () => {
  const { code, out, err } = await run('ingest', 'new', 'empty.txt', '--dry-run')
  expect(out).toMatch(
    /^new\/one\.jsonl would be \S+, \S+: 1 record: 1 created, .*\n1 paper without abstract\n/,
  )
  expect(out).toMatch(
    /\nnew\/two\.jsonl would be \S+, \S+: 3 records: 0 created, 1 updated, 1 unchanged, 1 rejected\n/,
  )
  expect(err).toMatch(/^paperboy: empty\.txt: .+ \(DUMP_EMPTY, request/)
  expect(code).toBe(1)
  expect((await run('dumps')).out).not.toContain('one.jsonl')
  const two = await run('ingest', 'new/two.jsonl', '--dry-run', '--json')
  expect(JSON.parse(two.out).items[0].report).toMatchObject({ dryRun: true, complete: true, rejects: [{}] })
})

test('a report says what became of the records of a dump', async () => {
  const report = await run('report', await dumpOf('half.jsonl'))
  expect(report.out).toMatch(/^done after \d+\.\d s\n\S+, \S+: 2 records: 1 created, .+ 1 rejected\n/)
  expect(report.out).toMatch(
    /\n1 paper without abstract\n1 reject [A-Z_]+\n {2}line 2: .+\nlanguages: en 1\n$/,
  )
  expect((await run('report', 'nowhere')).code).toBe(1)
})

test('an archive is fed as its files, and is taken back and brought back with them', async () => {
  const files = {
    'a.jsonl': lines([{ title: 'Archived documents and how to find them again' }]),
    'b.txt': '?',
  }
  await writeFile(join(system.folder, 'some.tar.gz'), gzipSync(aTar(files)))
  const fed = await run('ingest', 'some.tar.gz')
  expect(fed.out).toMatch(/^some\.tar\.gz: done, 1 record: 1 created/)
  const dump = await dumpOf('some.tar.gz')
  const { items } = JSON.parse((await run('dumps', '--json')).out)
  const children = items.filter(({ parentId }: { parentId: string }) => parentId === dump)
  expect(children).toHaveLength(2)
  const found = async () => JSON.parse((await run('search', 'archived documents', '--json')).out).total
  expect(await found()).toBe(1)
  expect((await run('undo', dump, '--yes')).code).toBe(0)
  await waitFor(async () => (await found()) === 0, { timeoutMs: MAIL_MS, describe: 'no such paper' })
  expect((await run('replay', dump)).out).toMatch(/^done, 1 record: 1 created/)
  expect(await found()).toBe(1)
})

test('rejects are listed, a replay is waited for', async () => {
  const dump = await dumpOf('half.jsonl')
  expect((await run('rejects', dump)).out).toMatch(/^line 2: .+ \(NOT_JSON\)\n {2}\{"title":"On the\n$/)
  const replayed = await run('replay', dump)
  expect(replayed.out).toMatch(/^done, 2 records: 0 created, 0 updated, 1 unchanged, 1 rejected/)
  expect(replayed.code).toBe(0)
  expect((await run('rejects', 'no-such-dump')).code).toBe(1)
})

test('a dump is taken back with its papers, and comes back with a replay', async () => {
  const dump = await dumpOf('half.jsonl')
  const found = async () => JSON.parse((await run('search', 'postage', 'stamps', '--json')).out).items
  const before = await found()
  expect(before).toHaveLength(1)
  expect(await run('undo', dump)).toMatchObject({ code: 2, err: expect.stringContaining('--yes') })
  const undone = await run('undo', dump, '--yes')
  expect(undone).toMatchObject({ code: 0, out: expect.stringMatching(/^undone – "paperboy replay/), err: '' })
  await waitFor(async () => (await found()).length === 0, { timeoutMs: MAIL_MS, describe: 'no such paper' })
  expect((await run('undo', dump, '--yes')).code).toBe(0)
  expect((await run('replay', dump)).out).toMatch(/^done, 2 records: 1 created/)
  expect((await found())[0].id).toBe(before[0].id)
})

test('lists and upkeep are for people and for programs', async () => {
  expect((await run('dumps')).out).toMatch(/^DUMP [\s\S]*^\S+ .* done .* half\.jsonl/m)
  const search = await run('search', 'paper', '--limit', '1')
  expect(search.out).toMatch(/^1\. .+\n {3}.+\n$/)
  expect(search.err).toBe('2 papers, the first 1 shown\n')
  expect(JSON.parse((await run('requeue', '--json')).out)).toEqual({ announced: expect.any(Number) })
  expect((await run('reindex')).code).toBe(0)
})

describe('the digest', () => {
  const mails = async () => {
    const folder = join(system.folder, 'data', 'mail')
    const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.eml'))
    return Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')))
  }
  /** As the mail's reader does: soft line breaks of quoted-printable undone. */
  const confirmation = async () =>
    (await mails())
      .join('')
      .replaceAll('=\r\n', '')
      .match(/\/confirm\/[\w-]+/)?.[0]

  test('is sent once to a confirmed subscriber', async () => {
    const headers = { 'content-type': 'application/json' }
    const body = JSON.stringify({ email: EMAIL, hour: HOUR })
    await fetch(`${system.url}/v1/subscriptions`, { method: 'POST', headers, body })
    const path = await waitFor(confirmation, { timeoutMs: MAIL_MS, describe: 'the confirmation mail' })
    expect((await fetch(`${system.url}${path}`, { method: 'POST' })).ok).toBe(true)
    const before = (await mails()).length

    expect((await run('subscribers')).out).toMatch(
      new RegExp(`${EMAIL} +confirmed +daily at ${String(HOUR).padStart(2, '0')}:00 UTC`),
    )
    const { items } = JSON.parse((await run('subscribers', '--json')).out)
    const day = await run('digest', 'preview', DAY)
    expect(day).toMatchObject({ code: 0, out: expect.stringMatching(/^1\. .*Folding newspapers/) })
    const preview = await run('digest', 'preview', DAY, '--subscription', items[0].id)
    expect(preview.out).toMatch(/^Subject: .+\n\n[\s\S]*Folding newspapers/)

    const first = await run('digest', 'send', DAY)
    expect(first).toMatchObject({ code: 0, out: '1 planned, 1 sent, 0 skipped, 0 failed\n' })
    expect(await mails()).toHaveLength(before + 1)

    const again = await run('digest', 'send', DAY)
    expect(again).toMatchObject({ code: 0, out: '0 planned, 0 sent, 0 skipped, 0 failed\n' })
    expect(await mails()).toHaveLength(before + 1)
  })
})
