import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { UsageError } from '../usage-error.ts'
import { sources } from './source.ts'

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'paperboy-sources-'))
  await mkdir(join(folder, 'a', 'deep'), { recursive: true })
  await mkdir(join(folder, 'a', '.git'))
  await mkdir(join(folder, 'empty'))
  for (const name of [
    'b.txt',
    'a/2.jsonl',
    'a/1.txt',
    'a/deep/3.jsonl',
    'a/.hidden',
    'a/.git/head',
    'odd[1].txt',
  ])
    await writeFile(join(folder, name), name)
})
afterAll(() => rm(folder, { recursive: true }))

async function found(...names: string[]) {
  const all = await sources(
    names.map((name) => (name === '-' ? name : join(folder, name))),
    (async function* () {})(),
  )
  return all.map(({ label }) => (label === 'standard input' ? label : relative(folder, label)))
}

test.each([
  [
    ['b.txt', '-'],
    ['b.txt', 'standard input'],
  ],
  [['a'], ['a/1.txt', 'a/2.jsonl', 'a/deep/3.jsonl']],
  [
    ['a/', 'b.txt'],
    ['a/1.txt', 'a/2.jsonl', 'a/deep/3.jsonl', 'b.txt'],
  ],
  [['a/*.jsonl'], ['a/2.jsonl']],
  [['a/**/*.jsonl'], ['a/2.jsonl', 'a/deep/3.jsonl']],
  [['?'], ['a/1.txt', 'a/2.jsonl', 'a/deep/3.jsonl']],
  [['odd[1].txt'], ['odd[1].txt']],
  [
    ['a/1.txt', 'a', 'a/1.txt'],
    ['a/1.txt', 'a/2.jsonl', 'a/deep/3.jsonl'],
  ],
])('%j stands for %j', async (names, files) => {
  expect(await found(...names)).toEqual(files)
})

test.each([
  ['nowhere.txt', 'nowhere.txt is not there'],
  ['*.xml', 'Nothing is there'],
  ['empty', 'is a folder without files'],
])('%s stands for nothing, which is wrong usage', async (name, message) => {
  const outcome = await found('b.txt', name).catch((error: unknown) => error)
  expect(outcome).toBeInstanceOf(UsageError)
  expect((outcome as Error).message).toContain(message)
})
