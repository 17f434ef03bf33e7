import { globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, test } from 'vitest'

const folder = join(import.meta.dirname, '..', 'packages', 'database', 'migrations')
/** Older than the rule, and than any release. */
const BEFORE_THE_RULE = ['20261124T1840_pairs_without_conflict.ts']
/** What fails under the services of the release before, which run until they are replaced. */
const TAKES_AWAY = [
  /\bdrop (table|column|view|type|function)\b/i,
  /\brename\b/i,
  /\bset not null\b/i,
  /\balter column \w+ (set data )?type\b/i,
  /\badd column \w+ [^,`]*\bnot null\b(?![^,`]*\bdefault\b)(?<!\bdefault\b[^,`]*)/i,
]
const REASON = /^\s*\/\/ Contract: \S/m

/** A migration takes something away and does not say since when nobody needs it. */
function breaksRunningServices(text: string): boolean {
  const flat = text.replace(/\s+/g, ' ')
  return TAKES_AWAY.some((pattern) => pattern.test(flat)) && !REASON.test(text)
}

test('migrations add; one that takes away says since when nobody needs it', () => {
  const names = globSync('*.ts', { cwd: folder }).sort()
  expect(names.length).toBeGreaterThan(10)
  const breaking = names.filter((name) => breaksRunningServices(readFileSync(join(folder, name), 'utf8')))
  expect(breaking.map((name) => basename(name))).toEqual(BEFORE_THE_RULE)
})

describe('the rule', () => {
  test.each([
    'alter table papers drop column url',
    'drop table chunks',
    'alter table papers\n  rename column url to address',
    'alter table papers alter column rank set not null',
    'alter table papers alter column rank type bigint',
    'alter table papers add column rank integer not null',
  ])('finds %j', (statement) => {
    expect(breaksRunningServices(`await sql\`${statement}\`.execute(db)`)).toBe(true)
    const said = `  // Contract: nothing reads it since 0.3.\n  await sql\`${statement}\`.execute(db)`
    expect(breaksRunningServices(said)).toBe(false)
  })

  test.each([
    'alter table papers add column rank integer',
    'alter table papers add column rank integer not null default 0',
    'alter table papers add column rank integer default 0 not null',
    'create table ranks (rank integer not null)',
    'drop index papers_by_rank',
  ])('has nothing against %j', (statement) => {
    expect(breaksRunningServices(`await sql\`${statement}\`.execute(db)`)).toBe(false)
  })
})
