import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type FormatName, formatNames } from './formats.ts'
import { openDump } from './open-dump.ts'

/** How a dump of a format is made of pieces: what is around them, and a valid record with this title. */
type Layout = {
  record: (title: string) => string
  around?: [string, string]
  between?: string
  isCommentBetween?: boolean
}

const abstract = 'We study it. Our method, which is new, is shown to be better than all that were before it.'
const abstractLong = `${abstract} ${abstract} ${abstract} ${abstract} ${abstract} ${abstract}`
const json = (fields: object) => (title: string) => JSON.stringify({ ...fields, title })

const layouts: Record<Exclude<FormatName, 'trending-page' | 'captured-page' | 'page-html'>, Layout> = {
  'hf-daily': {
    record: json({ id: '2401.00001', thumbnailUrl: 'x' }),
    around: ['[\n', '\n]'],
    between: ',\n',
  },
  'arxiv-snapshot': { record: json({ id: '0704.0001', authors_parsed: [], update_date: '2020-01-01' }) },
  'semantic-scholar': {
    record: json({ paperId: 'a' }),
    around: ['{"total":9,"data":[\n', '\n]}'],
    between: ',\n',
  },
  openalex: {
    record: json({ id: 'https://openalex.org/W1' }),
    around: ['{"results":[\n', '\n]}'],
    between: ',\n',
  },
  'papers-with-code': {
    record: json({ paper_url: 'https://paperswithcode.com/paper/a', abstract }),
    ...{ around: ['[\n', '\n]'], between: ',\n' },
  },
  'json-lines': { record: json({ abstract }) },
  json: { record: json({ abstract }), around: ['[\n', '\n]'], between: ',\n' },
  'arxiv-atom': {
    record: (title) =>
      `<entry><id>http://arxiv.org/abs/2401.00001v1</id><title>${title}</title><summary>${abstract}</summary></entry>`,
    around: [
      '<?xml version="1.0"?>\n<feed xmlns="http://www.w3.org/2005/Atom"><id>http://arxiv.org/api/x</id>\n',
      '\n</feed>',
    ],
  },
  'arxiv-feed': {
    record: (
      title,
    ) => `<item><title>${title}</title><link>https://arxiv.org/abs/2401.00001</link><description>arXiv:2401.00001v1 Announce Type: new
Abstract: ${abstract}</description></item>`,
    around: [
      '<?xml version="1.0"?>\n<rss version="2.0"><channel><title>cs.AI updates on arXiv.org</title>\n',
      '\n</channel></rss>',
    ],
  },
  'oai-pmh': {
    record: (title) => `<record><header><identifier>oai:arXiv.org:2401.00001</identifier></header><metadata>
<arXiv xmlns="http://arxiv.org/OAI/arXiv/"><id>2401.00001</id><title>${title}</title></arXiv></metadata></record>`,
    around: [
      '<?xml version="1.0"?>\n<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><ListRecords>\n',
      '\n</ListRecords></OAI-PMH>',
    ],
  },
  'acl-anthology': {
    record: (title) => `<paper id="1"><title>${title}</title><abstract>${abstract}</abstract></paper>`,
    around: [
      '<?xml version="1.0"?>\n<collection id="2020.acl"><volume id="main">\n',
      '\n</volume></collection>',
    ],
  },
  'arxiv-mail': {
    record: (title) => `------------------------------------------------------------------------------
\\\\
arXiv:2401.00001
Date: Thu, 12 Feb 2026 17:11:20 GMT   (56kb)

Title: ${title}
Authors: A. Author
Categories: cs.GT
\\\\
  ${abstract}
\\\\ ( https://arxiv.org/abs/2401.00001 ,  56kb)
`,
  },
  // What stands between entries is a comment, by BibTeX's own rule.
  bibtex: {
    isCommentBetween: true,
    record: (title) => `@misc{key,\n  title = {${title}},\n  year = {2024}\n}`,
  },
  ris: { record: (title) => `TY  - JOUR\nTI  - ${title}\nER  - ` },
  csv: { record: (title) => `${title},Some words`, around: ['title,abstract\n', ''] },
}

/** Lines that are in no dump: neither brackets nor marks, which could open what they do not close. */
const garbage = fc.stringMatching(/^[a-z0-9 ?!;:.%]{1,40}$/).filter((line) => /[a-z]/.test(line))
const pieces = fc.array(fc.oneof(fc.constant(null), garbage), { maxLength: 12 })

async function* inParts(text: string, size: number) {
  const bytes = Buffer.from(text)
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size)
}
async function read(text: string, format: FormatName, size = 64) {
  const dump = await openDump(inParts(text, size), { format, maxInflatedBytes: 1e8, day: '2026-11-24' })
  return await Array.fromAsync(dump.entries)
}
const titleOf = (n: number) => `A Paper with Number ${n}`

describe.each(Object.entries(layouts) as [FormatName, Layout][])('%s', (format, layout) => {
  test('a mixture of records and garbage loses no record, whatever the parts it comes in', async () => {
    await fc.assert(
      fc.asyncProperty(pieces, fc.integer({ min: 1, max: 300 }), async (mixture, size) => {
        const texts = mixture.map((piece, n) => piece ?? layout.record(titleOf(n)))
        const [before, after] = layout.around ?? ['', '\n']
        const dump = `${before}${texts.join(layout.between ?? '\n')}${after}`
        fc.pre(dump.trim() !== '')
        const entries = await read(dump, format, size)
        const expected = mixture.flatMap((piece, n) => (piece === null ? titleOf(n) : []))
        const records = entries.flatMap((entry) => (entry.kind === 'record' ? entry.title : []))
        expect(records.filter((title) => title.startsWith('A Paper with Number'))).toEqual(expected)
        // Every entry says where it stands, and no place is named twice.
        const positions = entries.map(({ position }) => position)
        expect(new Set(positions).size).toBe(positions.length)
        const isGarbageIn = mixture.some((piece, n) => piece !== null && mixture.slice(0, n).includes(null))
        if (isGarbageIn && !layout.isCommentBetween) expect(entries.length).toBeGreaterThan(expected.length)
      }),
      { numRuns: 60 },
    )
  })

  test('is recognised by its content', async () => {
    const [before, after] = layout.around ?? ['', '\n']
    const dump = `${before}${[1, 2, 3].map((n) => layout.record(titleOf(n))).join(layout.between ?? '\n')}${after}`
    for (const text of [dump, `\ufeff${dump}`, dump.replaceAll('\n', '\r\n')]) {
      const opened = await openDump(inParts(text, 1_000), {
        format: 'auto',
        maxInflatedBytes: 1e8,
        day: '2026-11-24',
      })
      expect(opened.format.name).toBe(format)
    }
  })
})

describe('any format', () => {
  test.each(formatNames)('%s never throws on what is nothing', async (format) => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', minLength: 1, maxLength: 300 }), async (text) => {
        const done = await read(text, format).then(
          () => true,
          (error: Error) => error.name === 'DumpError',
        )
        expect(done).toBe(true)
      }),
      { numRuns: 100 },
    )
  })
})

describe('what is no dump is refused, and it is said what was looked for', () => {
  const noise = Buffer.from(Array.from({ length: 4_000 }, (_, n) => (n * 7_919 + ((n * n) % 251)) % 256))
  test.each<[string, Buffer]>([
    ['random bytes', noise],
    ['an executable', Buffer.concat([Buffer.from('\u007fELF\u0002\u0001\u0001\u0000'), noise])],
    ['a picture', Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), noise])],
    [
      'a web page',
      Buffer.from('<!doctype html><html><body><h1>Shop</h1><p>We sell shoes.</p></body></html>'),
    ],
    [
      'JSON of something else',
      Buffer.from('{"name": "left-pad", "version": "1.0.0", "files": ["index.js"]}'),
    ],
  ])('%s', async (_name, bytes) => {
    const opening = openDump(inParts(bytes.toString('latin1'), 500), {
      format: 'auto',
      maxInflatedBytes: 1e8,
      day: '2026-11-24',
    })
    await expect(opening).rejects.toMatchObject({
      code: 'DUMP_FORMAT_UNKNOWN',
      message: expect.stringContaining('oai-pmh'),
    })
  })
})

test('the pages have tests of their own for mixtures; here their layout is recognised', async () => {
  const page = [1, 2, 3].map((n) => `${titleOf(n)}\n${abstractLong}`).join('\n')
  const dump = await openDump(inParts(page, 100), {
    format: 'auto',
    maxInflatedBytes: 1e8,
    day: '2026-11-24',
  })
  expect(dump.format.name).toBe('trending-page')
})
