import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runPage } from './runnable-page.ts'
import { type System, startEmbedded } from './system.ts'

let system: System

beforeAll(async () => {
  system = await startEmbedded({ seeds: true })
})
afterAll(() => system?.stop())

test('what is printed when all is there leads to the key, the mails and the inbox', async () => {
  const [ready, ...places] = system.services.get('standalone')?.lines ?? []
  expect(ready).toBe(`paperboy ready ${system.url}`)
  const placeOf = (name: string) =>
    places
      .find((line) => line.startsWith(name))
      ?.slice(name.length)
      .trim() ?? ''
  expect((await readFile(placeOf('their key'), 'utf8')).trim()).toBe(system.operatorKey)
  expect(existsSync(placeOf('inbox'))).toBe(true)
  expect((await fetch(placeOf('mails').replace(/ .*/, ''))).status).toBe(200)
  expect(await (await fetch(placeOf('operators'))).text()).toContain('Operator key')
  expect(places.join('\n')).not.toContain(system.operatorKey)
})

describe('README.md', () => {
  /** What each block printed, in their order. */
  let printed: string[]
  beforeAll(async () => {
    printed = await runPage(system, 'README.md')
  })

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
    ['the command line feeds files', /example\.jsonl: done, 3 records: .* fed before/],
    ['it tells what a folder would do', /seeds\/trending-page\.txt would be trending-page, .*220 records/],
    ['it finds papers', /^1\. /m],
    ['BibTeX is given', /@\w+\{/],
    ['a highlight is marked', '<mark>'],
    ['TypeScript finds papers', /^one of \d+: .+graph/im],
    ['Python finds the same', /^one of \d+: (.+)$[\s\S]*?^\1$/m],
    ['TypeScript feeds a dump', 'done: 3 records, 1 rejected'],
    ['Python feeds a dump', /^done \{'records': 3,/m],
  ])('%s', (_, expected) => {
    expect(printed.join('')).toMatch(expected)
  })

  test('subscribing is asked for in three languages', () => {
    expect(printed.join('').match(/status["']?: ?["']pending/g)).toHaveLength(3)
  })

  test('the second page is not the first', () => {
    const pages = printed.at(-1) ?? ''
    expect(JSON.parse(pages)).toMatchObject({ items: expect.any(Array) })
    expect(JSON.parse(pages).items.length).toBeGreaterThan(0)
  })
})

test('docs/api.md', async () => {
  const printed = (await runPage(system, 'docs/api.md')).join('')
  expect(printed).toMatch(/^\d+ 2\d\d$/m)
})
