import type { SourceEntry } from '@paperboy/contracts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { jsonl } from './jsonl.ts'
import { sampleOf } from './sample.ts'

async function* pieces(bytes: Buffer, size: number) {
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size)
}
const read = (text: string, size = 65_536): Promise<SourceEntry[]> =>
  Array.fromAsync(jsonl.read(pieces(Buffer.from(text), size)))
const readOne = async (object: object) => (await read(JSON.stringify(object)))[0]

describe('a record', () => {
  test('takes the fields of a paper, their other names, and keeps the rest', async () => {
    const entry = await readOne({
      id: 'arxiv:cs/0506098',
      title: 'T',
      summary: 'S',
      date: '2005-06-24',
      categories: 'cs.AI cs.LG',
      doi: '10.1/x',
      authors: [{ name: 'A B' }, 'C D'],
      upvotes: 3,
      rank: 2,
      version: 4,
      venue: 'nips2015',
      codeUrls: 'https://github.com/a/b',
    })
    expect(entry).toEqual({
      kind: 'record',
      position: 'line 1',
      title: 'T',
      abstract: 'S',
      publishedAt: '2005-06-24',
      categories: ['cs.AI', 'cs.LG'],
      ids: ['10.1/x', 'arxiv:cs/0506098'],
      authors: ['A B', 'C D'],
      upvotes: 3,
      rank: 2,
      updatedAt: 'v4',
      codeUrls: ['https://github.com/a/b'],
      extra: { venue: 'nips2015' },
    })
  })

  test('needs no abstract', async () => {
    expect(await readOne({ title: 'T', abstract: null })).toEqual({
      kind: 'record',
      position: 'line 1',
      title: 'T',
    })
  })

  test('keeps a field of a wrong type as it is', async () => {
    const odd = { abstract: 7, authors: [1], upvotes: -1, date: { y: 1 } }
    expect(await readOne({ title: 'T', ...odd })).toEqual({
      kind: 'record',
      position: 'line 1',
      title: 'T',
      extra: odd,
    })
  })

  test('categories with commas keep their blanks', async () => {
    expect(await readOne({ title: 'T', categories: 'Machine Learning, Robotics' })).toMatchObject({
      categories: ['Machine Learning', 'Robotics'],
    })
  })

  test('a __proto__ key changes nothing', async () => {
    const [entry] = await read('{"__proto__":{"title":"P","x":1},"title":"T"}')
    expect(entry).toEqual({ kind: 'record', position: 'line 1', title: 'T' })
  })
})

describe('a bad line', () => {
  test.each([
    ['NOT_JSON', '{"title": "T"'],
    ['NOT_AN_OBJECT', '[1]'],
    ['NOT_AN_OBJECT', 'null'],
    ['MISSING_TITLE', '{"abstract":"A"}'],
    ['MISSING_TITLE', '{"title":5}'],
    ['MISSING_TITLE', '{"title":"  "}'],
    ['TOO_DEEP', `{"title":"T","a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`],
    ['NOT_JSON', '['.repeat(100_000)],
    ['LINE_TOO_LONG', `{"title":"${'x'.repeat(4 * 1024 * 1024)}"}`],
  ])('is one reject %s, and the next line is read', async (code, line) => {
    const [bad, good] = await read(`${line}\n\n{"title":"T"}\n`)
    expect(bad).toMatchObject({ kind: 'reject', code, position: 'line 1' })
    expect((bad as { excerpt: string }).excerpt.length).toBeLessThanOrEqual(200)
    expect(good).toMatchObject({ kind: 'record', position: 'line 3' })
  })

  test('accounts for every line of any mixture, in chunks of any size', async () => {
    const good = fc
      .record({ title: fc.string({ minLength: 1 }).map((text) => `t${text}`) })
      .map((object) => JSON.stringify(object))
    const line = fc.oneof(good, fc.json(), fc.string({ unit: 'binary' }), fc.constant(''))
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { maxLength: 12 }),
        fc.integer({ min: 1, max: 40 }),
        async (mixed, size) => {
          const lines = mixed.map((text) => text.replace(/\p{Cc}/gu, ''))
          const entries = await read(lines.join('\n'), size)
          const wanted = lines.flatMap((text, at) =>
            text.replace(/^\ufeff/, '').trim() === '' ? [] : [`line ${at + 1}`],
          )
          expect(entries.map(({ position }) => position)).toEqual(wanted)
          expect(entries).toEqual(await read(lines.join('\n')))
          const titles = entries.filter((entry) => entry.kind === 'record').length
          expect(titles).toBeGreaterThanOrEqual(lines.filter((text) => text.startsWith('{"title":"t')).length)
        },
      ),
    )
  })
})

describe('detection', () => {
  const confidence = (text: string) => jsonl.detect(sampleOf(Buffer.from(text), true))

  test('tolerates bad lines, also the first', () => {
    expect(confidence('{"title": "T"}\n')).toBeGreaterThan(0.5)
    expect(confidence('garbage\n{"title":"T"}\n{"title":"U"}')).toBeGreaterThan(0.5)
    expect(confidence(`{"id":"x","title":"T","abstract":"${'x'.repeat(70_000)}`)).toBeGreaterThan(0.5)
  })

  test.each(['{"name":"x"}\n{"name":"y"}', '[{"title":"T"}]', '{\n  "title": "T"\n}', 'plain text', ''])(
    'does not take %j',
    (text) => {
      expect(confidence(text)).toBe(0)
    },
  )
})
