import { type Database, paperSources } from '@paperboy/database'
import { expect, test } from 'vitest'
import { feed } from '../test/feed.ts'
import { eachTestHasADatabase } from '../test/own-database.suite.ts'

let db: Database
eachTestHasADatabase((own) => {
  db = own
})

const TITLE = 'Attention Is All You Really Need'
const page = { title: TITLE, abstract: 'An abstract as a page shows it.', upvotes: 3 }
const preprint = {
  title: TITLE,
  ids: ['1706.03762'],
  authors: ['A. V.', 'N. S.'],
  links: ['https://a.org/x'],
}

async function sources() {
  const { id } = await db
    .selectFrom('papers')
    .select('id')
    .where('deleted_at', 'is', null)
    .executeTakeFirstOrThrow()
  return (await paperSources(db, id))!
}

test('each fact names the records that said it, the earliest first', async () => {
  await feed(db, [{ title: 'Another One of These Papers' }, page], '2026-11-02')
  await db.updateTable('papers').set({ deleted_at: new Date() }).where('title', '<>', TITLE).execute()
  await feed(db, [preprint], '2026-11-01')
  const found = await sources()
  expect(found).toMatchObject({ title: TITLE, sayings: 2, complete: true })
  const of = (field: string) =>
    found.facts
      .filter((fact) => fact.field === field)
      .map(({ value, sayings, sources }) => [
        value,
        sayings,
        sources.map(({ date, position }) => `${date} ${position}`),
      ])
  expect(of('title')).toEqual([[TITLE, 2, ['2026-11-01 line 1', '2026-11-02 line 2']]])
  expect(of('abstract')).toEqual([['An abstract as a page shows it.', 1, ['2026-11-02 line 2']]])
  expect(of('authors')).toEqual([['A. V.; N. S.', 1, ['2026-11-01 line 1']]])
  expect(of('arxivId')).toEqual([['1706.03762', 1, ['2026-11-01 line 1']]])
  expect(of('links')).toEqual([['https://a.org/x', 1, ['2026-11-01 line 1']]])
  expect(of('upvotes')).toEqual([['3', 1, ['2026-11-02 line 2']]])
  expect(found.facts[0]?.sources[0]).toMatchObject({ format: 'jsonl', filename: null })
})

test('what was said often names the first five, and no more', async () => {
  for (let day = 1; day <= 7; day++) await feed(db, [{ ...page, upvotes: day }], `2026-11-0${day}`)
  const found = await sources()
  expect(found.sayings).toBe(7)
  const [title] = found.facts
  expect(title).toMatchObject({ field: 'title', sayings: 7 })
  expect(title?.sources.map(({ date }) => date.slice(-1))).toEqual(['1', '2', '3', '4', '5'])
  expect(found.facts.find(({ field }) => field === 'upvotes')).toMatchObject({ value: '7', sayings: 1 })
})

test('a paper that is not there has no sources', async () => {
  expect(await paperSources(db, 'nowhere')).toBeNull()
})
