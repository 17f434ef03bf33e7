import type { SourceRecord } from '@paperboy/contracts'
import { expect, test } from 'vitest'
import { openDump } from './open-dump.ts'

async function* pieces(text: string, size: number) {
  const bytes = Buffer.from(text)
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size)
}
async function open(text: string, format: 'auto' | 'csv' = 'auto', size = 11) {
  const dump = await openDump(pieces(text, size), { format, maxInflatedBytes: 1e9, day: '2026-11-24' })
  return { name: dump.format.name, entries: (await Array.fromAsync(dump.entries)) as SourceRecord[] }
}

test.each([',', ';', '\t', '|'])('a table with %j between its columns', async (between) => {
  const rows = [
    ['Title', 'Abstract', 'Authors', 'DOI', 'Publication Year', 'Rating'],
    ['A Paper', '"We say ""no"", and\nmean it."', '"Doe, Jane; Roe, John"', '10.1/X', '2024', '5'],
    ['Another', '', 'Ada Byron', '', '2025-03-14', ''],
  ]
  const { name, entries } = await open(`\ufeff${rows.map((row) => row.join(between)).join('\r\n')}`)
  expect(name).toBe('csv')
  expect(entries).toMatchObject([
    {
      ...{ title: 'A Paper', abstract: 'We say "no", and\nmean it.', ids: ['10.1/X'], publishedAt: '2024' },
      ...{ authors: ['Doe, Jane; Roe, John'], extra: { Rating: '5' } },
    },
    { title: 'Another', authors: ['Ada Byron'], publishedAt: '2025-03-14' },
  ])
})

test('a row without a title is a reject, and the rows after it are read', async () => {
  const { entries } = await open('title,abstract\nA,We.\n,lost\nB,We "do" too.\n')
  expect(entries).toMatchObject([
    { title: 'A' },
    { code: 'MISSING_TITLE', position: 'line 3' },
    { title: 'B' },
  ])
})

test('a delimiter within the name of a column is none', async () => {
  const { entries } = await open('"Title, main",title,abstract\nx,A,We.\n')
  expect(entries).toMatchObject([{ title: 'A', abstract: 'We.', extra: { 'Title, main': 'x' } }])
})

test('a quotation mark that never closes costs its own row alone', async () => {
  const rows = Array.from({ length: 150 }, (_, n) => `T${n},"We ${n}."`)
  const { entries } = await open(
    `title,abstract\nA,"We.\n${rows.join('\n')}\nZ,"open at the end\nY,We.\n`,
    'auto',
    500,
  )
  expect(entries[0]).toMatchObject({ code: 'NOT_A_ROW', position: 'line 2' })
  expect(entries.slice(1, 151).map(({ title }) => title)).toEqual(rows.map((_, n) => `T${n}`))
  expect(entries.slice(151)).toMatchObject([{ code: 'NOT_A_ROW', position: 'line 153' }, { title: 'Y' }])
})

test('a row over several lines stands at its first, and cells beyond the header are kept', async () => {
  const { entries } = await open('title,abstract\nA,"one\ntwo",more\nB,We.\n')
  expect(entries).toMatchObject([
    { position: 'line 2', abstract: 'one\ntwo', extra: { 'column 3': 'more' } },
    { position: 'line 4', title: 'B' },
  ])
})

test('a table without a column of titles is refused with what was looked for', async () => {
  await expect(open('a,b\n1,2\n')).rejects.toMatchObject({ code: 'DUMP_FORMAT_UNKNOWN' })
  await expect(open('a,b\n1,2\n', 'csv')).rejects.toMatchObject({
    message: expect.stringContaining('column of titles'),
  })
})

const entry = `TY  - JOUR
AU  - Doe, Jane
AU  - Roe, John
TI  - A Paper on
  Two Lines
AB  - We study.
DO  - 10.1/X
UR  - https://example.org/a
PY  - 2024/03/14/
JO  - Journal
KW  - one
ER  - 
`

test('RIS entries, with garbage between them', async () => {
  const { name, entries } = await open(`${entry}\nwhat is this\n\nTY  - CONF\nAU  - X\nER  -\n${entry}`)
  expect(name).toBe('ris')
  const paper = {
    ...{ title: 'A Paper on Two Lines', abstract: 'We study.', authors: ['Doe, Jane', 'Roe, John'] },
    ...{
      ids: ['10.1/X'],
      url: 'https://example.org/a',
      publishedAt: '2024-03-14',
      extra: { venue: 'Journal' },
    },
  }
  expect(entries).toMatchObject([
    { position: 'line 1', ...paper },
    { position: 'line 14', code: 'NOT_RIS' },
    { position: 'line 16', code: 'MISSING_TITLE' },
    { position: 'line 19', ...paper },
  ])
})

test('an RIS entry that is not ended is ended by the next, or by the end of the dump', async () => {
  const { entries } = await open(entry.replace('ER  - \n', '').repeat(2))
  expect(entries.map(({ title }) => title)).toEqual(['A Paper on Two Lines', 'A Paper on Two Lines'])
})
