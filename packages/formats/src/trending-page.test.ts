import { readFileSync } from 'node:fs'
import type { SourceEntry } from '@paperboy/contracts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sampleOf } from './sample.ts'
import { trendingPage } from './trending-page.ts'

const seed = readFileSync(new URL('../../../seeds/trending-page.txt', import.meta.url), 'latin1').split('\n')

async function* bytesOf(text: string) {
  yield Buffer.from(text)
}
const readText = (text: string): Promise<SourceEntry[]> => Array.fromAsync(trendingPage.read(bytesOf(text)))
const read = (lines: string[]) => readText(lines.join('\n'))
const short = (entries: SourceEntry[]) =>
  entries.map((entry) =>
    entry.kind === 'record'
      ? `${entry.title} / ${entry.abstract}`
      : `${entry.kind === 'reject' && entry.code} ${entry.position}`,
  )

/** Whether every record is a pair of the page that `truth` was read from. */
function verdict(entries: SourceEntry[], truth: SourceEntry[]) {
  const abstracts = new Map(
    truth.flatMap((entry) => (entry.kind === 'record' ? [[entry.title, entry.abstract]] : [])),
  )
  const records = entries.filter((entry) => entry.kind === 'record')
  const right = records.filter(
    ({ title, abstract }) => abstracts.has(title) && abstracts.get(title) === abstract,
  ).length
  return { right, wrong: records.length - right, rejects: entries.length - records.length }
}

describe('the sample dump', () => {
  test('has 220 papers, the first unglued from "Subscribe"', async () => {
    const entries = await read(seed)
    expect(verdict(entries, entries)).toEqual({ right: 220, wrong: 0, rejects: 0 })
    expect(entries[0]).toMatchObject({
      position: 'line 3',
      title: 'Generated Loss, Augmented Training, and Multiscale VAE',
    })
    expect(entries[219]).toMatchObject({ position: 'line 441' })
  })

  test.each([
    ['CRLF, BOM and blank lines between all', `\ufeff${seed.join('\r\n\r\n')}`],
    ['trailing blanks', seed.map((line) => `${line} \t `).join('\n')],
    ['no banners', seed.slice(2).join('\n')],
    ['no "Subscribe"', seed.join('\n').replace('Subscribe', '')],
    ['"Subscribe" alone on its line', seed.join('\n').replace('Subscribe', 'Subscribe\n')],
    ['CR only', seed.join('\r')],
  ])('reads the same with %s', async (_what, text) => {
    const truth = await read(seed)
    expect(verdict(await readText(text), truth)).toEqual({ right: 220, wrong: 0, rejects: 0 })
  })

  test('any one line removed is one reject and 219 right pairs', { timeout: 60_000 }, async () => {
    const truth = await read(seed)
    // Titles and abstracts in turn; every line would take a minute.
    for (let gone = 2; gone < seed.length; gone += 3) {
      const entries = await read(seed.toSpliced(gone, 1))
      expect(verdict(entries, truth), `line ${gone + 1}`).toEqual({ right: 219, wrong: 0, rejects: 1 })
    }
  })

  test('any two lines removed that leave a trace give two rejects, and no pair is wrong', {
    timeout: 60_000,
  }, async () => {
    const truth = await read(seed)
    const line = fc.integer({ min: 2, max: seed.length - 1 })
    await fc.assert(
      fc.asyncProperty(line, line, async (a, b) => {
        const [first, second] = [Math.min(a, b), Math.max(a, b)]
        // A whole pair leaves no trace; an abstract and the next title leave what looks like a pair; two
        // abstracts in a row leave three titles, which a one-line abstract in the middle would also do.
        fc.pre(second - first > 2)
        const entries = await read(seed.toSpliced(second, 1).toSpliced(first, 1))
        expect(verdict(entries, truth)).toEqual({ right: 218, wrong: 0, rejects: 2 })
      }),
      { numRuns: 60 },
    )
  })
})

describe('an abstract and the next title that are missing together', () => {
  /** Every fifth place for each count: all of them take minutes. */
  test.each([2, 4, 6])(
    '%i lines: hardly a pair is wrong, and none that is right is lost',
    { timeout: 60_000 },
    async (count) => {
      const truth = await read(seed)
      let places = 0
      let wrong = 0
      for (let gone = 3; gone + count < seed.length; gone += 20) {
        const found = verdict(await read(seed.toSpliced(gone, count)), truth)
        expect(found.right + 1 + count / 2).toBe(220)
        expect(found.wrong === 0 ? found.rejects : 2).toBe(2)
        places += 1
        wrong += found.wrong
      }
      // Titles and abstracts of neighbours that are about the same thing.
      expect(wrong / places).toBeLessThan(0.15)
    },
  )

  test('each side is a reject at its place', async () => {
    const entries = await read(seed.toSpliced(5, 2))
    expect(short(entries).slice(1, 4)).toEqual([
      'MISSING_ABSTRACT line 5',
      'MISSING_TITLE line 6',
      expect.stringContaining('Video ReCap'),
    ])
  })
})

test('what the page says beside titles and abstracts is passed over', async () => {
  const facts = [
    '8 authors',
    '·',
    'Published on Oct 4, 2025',
    'Upvote',
    '117',
    'GitHub',
    '11.3k',
    'arXiv Page',
  ]
  const page = seed
    .slice(3)
    .flatMap((line, at) => (at % 2 === 0 ? [line, ...facts, 'Submitted by', 'ada'] : [line]))
  const entries = await read([...seed.slice(0, 3), ...page])
  expect(verdict(entries, await read(seed))).toEqual({ right: 220, wrong: 0, rejects: 0 })
})

describe('lines in turn', () => {
  const long = 'We study a thing. It is shown to hold. '.repeat(20).trim()

  test('a one-line summary stands in place of an abstract, with and without its full stop', async () => {
    const page = [
      'A First Title of a Paper',
      'The method trains faster than all before it.',
      'Second Title: What Now?',
      'A new way to make models that see further and train on far less data',
      'Third Title of a Paper',
      long,
    ]
    expect(short(await read(page))).toHaveLength(3)
  })

  test('a long title without a full stop is a title in its place', async () => {
    const title = `On ${'Very Long Names and How They Came About '.repeat(6)}`.trim()
    expect(short(await read(['One Title of a Paper', long, title, long]))).toEqual([
      `One Title of a Paper / ${long}`,
      `${title} / ${long}`,
    ])
  })

  test('a missing abstract rejects its title, a missing title its abstract', async () => {
    const page = [
      'A First Title of a Paper',
      'A Second Title of a Paper',
      long,
      long,
      'A Third Title of a Paper',
    ]
    expect(short(await read(page))).toEqual([
      'MISSING_ABSTRACT line 1',
      `A Second Title of a Paper / ${long}`,
      'MISSING_TITLE line 4',
      'MISSING_ABSTRACT line 5',
    ])
  })

  test('a title that begins with the word "Subscriber" stays whole', async () => {
    const [first] = await read([
      'Get trending papers in your email inbox!',
      'Subscriber Churn in Networks',
      long,
    ])
    expect(first).toMatchObject({ title: 'Subscriber Churn in Networks' })
  })

  test('an abstract of more than 4 MiB is one reject', async () => {
    const page = ['A First Title of a Paper', 'x '.repeat(2_200_000), 'A Second Title of a Paper', long]
    expect(short(await read(page))).toEqual(['LINE_TOO_LONG line 2', `A Second Title of a Paper / ${long}`])
  })

  test('replaced bytes are counted with the record', async () => {
    const bytes = Buffer.from(`A First Title of a P\u00ffper\n${long}`, 'latin1')
    const input = (async function* () {
      yield bytes
    })()
    expect(await Array.fromAsync(trendingPage.read(input))).toMatchObject([{ extra: { replacedBytes: 1 } }])
  })
})

describe('detection', () => {
  const confidence = (text: string) => trendingPage.detect(sampleOf(Buffer.from(text), true))
  const sentence = 'This is a sentence of some length that stands in a text about nothing much at all. '

  test('knows the page with and without its banners', () => {
    expect(confidence(seed.join('\n'))).toBeGreaterThan(0.9)
    expect(confidence(seed.slice(2, 60).join('\n'))).toBeGreaterThan(0.5)
  })

  test.each([
    [
      'prose, wrapped',
      sentence
        .repeat(40)
        .match(/.{1,78}(?: |$)/g)!
        .join('\n'),
    ],
    ['prose, a paragraph a line', Array(20).fill(sentence.repeat(6)).join('\n\n')],
    [
      'HTML',
      `<!doctype html>\n<html>\n<body>\n${Array(20)
        .fill(`<h2>A Title</h2>\n<p>${sentence.repeat(5)}</p>`)
        .join('\n')}`,
    ],
    [
      'CSV',
      `id,title,abstract\n${Array(20)
        .fill(`1,"A Title","${sentence.repeat(5)}"`)
        .join('\n')}`,
    ],
    ['a log', Array(40).fill('2026-11-24T03:00:00Z info request completed in 3 ms').join('\n')],
    ['code', Array(40).fill('const a = read(b)\nif (a) {\n  return true\n}').join('\n')],
  ])('does not take %s for it', (_what, text) => {
    expect(confidence(text)).toBe(0)
  })
})
