import { describe, expect, test } from 'vitest'
import { DumpCut } from '../dump-error.ts'
import { jsonRecord } from '../json-record.ts'
import { readObjects } from './read-objects.ts'

async function* pieces(text: string | Buffer, size: number) {
  const bytes = Buffer.from(text as string)
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size)
}
const read = (text: string | Buffer, size = 7) =>
  Array.fromAsync(readObjects(pieces(text, size), jsonRecord, 'no title'))
const short = async (text: string | Buffer, size?: number) =>
  (await read(text, size)).map((entry) =>
    entry.kind === 'record' ? entry.title : entry.kind === 'reject' && entry.code,
  )

const a = { title: 'A', nested: [{ deep: '}]{' }], quote: '"\\"' }
const b = { title: 'B' }

describe('objects are found', () => {
  test.each([
    ['in an array', JSON.stringify([a, b])],
    ['in an array over many lines', JSON.stringify([a, b], null, 2)],
    ['in an array, a line each', `[\n${JSON.stringify(a)},\n${JSON.stringify(b)}\n]\n`],
    [
      'under a known key',
      JSON.stringify({ total: 2, meta: { data: 1 }, data: [a, b], next: { title: 'no' } }),
    ],
    ['under a known key over many lines', JSON.stringify({ dailyPapers: [a, b], more: ['x'] }, null, 1)],
    ['a line each', `${JSON.stringify(a)}\n${JSON.stringify(b)}\n`],
    ['one after the other', `${JSON.stringify(a, null, 2)}\n${JSON.stringify(b, null, 2)}`],
    ['behind a byte order mark and blank lines', `\ufeff\n\n${JSON.stringify([a, b])}`],
    ['in UTF-16', Buffer.from(`\ufeff${JSON.stringify([a, b])}`, 'utf16le')],
  ])('%s', async (_name, text) => {
    for (const size of [1, 7, 100_000]) expect(await short(text as string, size)).toEqual(['A', 'B'])
  })

  test('a single object is one item', async () => {
    expect(await short(JSON.stringify(a, null, 2))).toEqual(['A'])
  })
  test('an empty list has none', async () => {
    expect([await short('[]'), await short('{"data": []}')]).toEqual([[], []])
  })
})

describe('what is broken is rejected, and what follows is read', () => {
  test.each([
    ['a string that does not end', '[\n{"title": "x,\n{"title": "B"}\n]', ['NOT_JSON', 'B']],
    [
      'a bracket that does not close',
      '[\n{"title": "x", "more": {"y": 1,\n{"title": "B"}\n]',
      ['NOT_JSON', 'B'],
    ],
    [
      'an item that is no object',
      '["x", 7, {"title": "B"}, null]',
      ['NOT_AN_OBJECT', 'NOT_AN_OBJECT', 'B', 'NOT_AN_OBJECT'],
    ],
    ['an item without a title', '[{"x": 1}, {"title": "B"}]', ['MISSING_TITLE', 'B']],
    ['words between items', '[{"title": "A"}, oops, {"title": "B"}]', ['A', 'NOT_JSON', 'B']],
    ['an array that is closed too early', '[{"title": "A"}]\n]\n{"title": "B"}', ['A', 'B']],
    ['the end of the dump', '[{"title": "A"}, {"title": "B"', ['A', 'NOT_JSON']],
  ])('%s', async (_name, text, expected) => {
    for (const size of [1, 5, 100_000]) expect(await short(text, size)).toEqual(expected)
  })

  test('an item that is too long, in little memory', async () => {
    const long = `[{"title": "${'x'.repeat(5_000_000)}"}, {"title": "B"}]`
    expect(await short(long, 65_536)).toEqual(['ITEM_TOO_LONG', 'B'])
  })
  test('an item that is nested 100,000 deep', async () => {
    const deep = `[{"title": "A", "x": ${'['.repeat(100_000)}${']'.repeat(100_000)}}, {"title": "B"}]`
    expect((await short(deep, 65_536)).slice(1)).toEqual(['B'])
  })
  test('a compressed dump that breaks off is said to', async () => {
    const source = (async function* () {
      yield Buffer.from('[{"title": "A"}, {"ti')
      throw new DumpCut('unexpected end', null)
    })()
    const entries = await Array.fromAsync(readObjects(source, jsonRecord, ''))
    expect(entries).toMatchObject([{ title: 'A' }, { code: 'TRUNCATED', position: 'item 2' }])
  })
})
