import { type Database, papersRead, readReport } from '@paperboy/database'
import { expect, test } from 'vitest'
import { feed } from '../../test/feed.ts'
import { eachTestHasADatabase } from '../../test/own-database.suite.ts'

let db: Database
eachTestHasADatabase((own) => {
  db = own
})

const TITLE = 'Transformer für Zeitreihen'
const short = { title: TITLE, ids: ['2401.00001'] }
const german = {
  ...short,
  abstract: 'Wir untersuchen, wie sich Zeitreihen mit neuronalen Netzen vorhersagen lassen.',
}
const english = {
  ...short,
  abstract: `We study how time series are predicted. ${'The text is longer. '.repeat(5)}`,
}

const language = async () => (await papersRead(db).find('2401.00001'))?.language

test.each([[[short, german]], [[german, short]]])(
  'it is that of the merged text, in whatever order the records came',
  async (records) => {
    for (const [day, record] of records.entries()) await feed(db, [record], `2026-11-0${day + 1}`)
    expect(await language()).toBe('de')
  },
)

test('it follows the text when that changes, and the report counts it', async () => {
  await feed(db, [german, { title: 'BERT', abstract: 'NLP.' }], '2026-11-01')
  const counts = await feed(db, [english], '2026-11-02')
  expect(counts).toMatchObject({ updated: 1 })
  expect(await language()).toBe('en')
  const dump = await db
    .selectFrom('dumps')
    .select('id')
    .where('date', '=', '2026-11-01')
    .executeTakeFirstOrThrow()
  expect((await readReport(db, dump.id))?.languages).toEqual([
    { language: 'en', papers: 1 },
    { language: null, papers: 1 },
  ])
})
