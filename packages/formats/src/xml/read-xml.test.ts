import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DumpCut } from '../dump-error.ts'
import { childText } from './element.ts'
import { readXml, type XmlPiece } from './read-xml.ts'

const SHAPE = { record: 'record', outside: ['token'] }

async function* pieces(bytes: Uint8Array, size: number) {
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size)
}
const read = (xml: string | Uint8Array, size = 16_384) =>
  Array.fromAsync(readXml(pieces(Buffer.from(xml as string), size), SHAPE))
const short = (all: XmlPiece[]) =>
  all.map((piece) => {
    if (piece.kind === 'record') return `${piece.position}: ${childText(piece.element, 'title')}`
    return piece.kind === 'outside' ? piece.element.name : `${piece.code} ${piece.position}`
  })
const record = (title: string) => `<record><title>${title}</title></record>`
const list = (...inner: string[]) => `<?xml version="1.0"?>\n<list>\n${inner.join('\n')}\n</list>\n`

describe('readXml', () => {
  test('gives records and wanted elements, with the place of each', async () => {
    const xml = list(record('One'), '<!-- <record> -->', record('Zwei für Ä'), '<token>next</token>')
    expect(short(await read(xml))).toEqual([
      'record 1 (line 3): One',
      'record 2 (line 5): Zwei für Ä',
      'token',
    ])
  })

  test('is the same in chunks of any size', async () => {
    const xml = list(
      record('Ä &amp; ö'),
      '<a:record xmlns:a="x"/>',
      record('<![CDATA[</record>]]>'),
      '<token/>',
    )
    const whole = await read(xml)
    expect(short(whole)).toHaveLength(4)
    for (const size of [1, 2, 3, 7, 100]) expect(await read(xml, size)).toEqual(whole)
  })

  test.each([
    ['text', 'some garbage & more'],
    ['a comment without an end', '<!-- oops'],
    ['a section without an end', '<![CDATA[ oops'],
    ['an end tag', '</record></x>'],
    ['half a tag', '<a b="'],
    ['control characters and an entity', '\u0000\u0001&nope;'],
  ])('garbage between records is one reject and costs no record: %s', async (_what, garbage) => {
    const xml = list(record('One'), garbage, record('Two'), record('Three'))
    expect(short(await read(xml))).toEqual([
      'record 1 (line 3): One',
      'NOT_A_RECORD line 4',
      'record 2 (line 5): Two',
      'record 3 (line 6): Three',
    ])
  })

  test.each([
    ['a record without an end', '<record><title>Broken'],
    ['a comment in it without an end', '<record><title>Broken<!-- </title></record>'],
    ['a section in it without an end', '<record><title><![CDATA[Broken</title></record>'],
    ['tags that do not match', '<record><title>Broken</titel></record>'],
    ['half a tag', '<record'],
    ['an ampersand', '<record><title>A & B</title></record>'],
  ])('a broken record is one reject and costs no other: %s', async (_what, broken) => {
    const xml = list(record('One'), broken, record('<![CDATA[Two]]>'), record('Three'))
    const all = short(await read(xml))
    expect(all.filter((piece) => /: (?:One|Two|Three)$/.test(piece))).toHaveLength(3)
    expect(all).toHaveLength(4)
    expect(all[1]).toMatch(/^(?:INCOMPLETE|NOT_XML) record 2 \(line 4\)$/)
  })

  test('documents one after the other are read as one', async () => {
    const xml = list(record('One'))
    expect(short(await read(`\ufeff${xml}\ufeff${xml}`))).toEqual([
      'record 1 (line 3): One',
      'record 2 (line 7): One',
    ])
  })

  test('a file that breaks off says so, in a record or between two', async () => {
    const xml = list(record('One'), record('Two'))
    expect(short(await read(xml.slice(0, xml.indexOf('Two'))))).toEqual([
      'record 1 (line 3): One',
      'INCOMPLETE record 2 (line 4)',
      'INCOMPLETE line 4',
    ])
    expect(short(await read(xml.slice(0, xml.indexOf('</list>'))))).toEqual([
      'record 1 (line 3): One',
      'record 2 (line 4): Two',
      'INCOMPLETE line 5',
    ])
  })

  test('where the compressed stream breaks off, all before is kept', async () => {
    const input = (async function* () {
      yield Buffer.from(list(record('One'), record('Two')).slice(0, -30))
      throw new DumpCut('unexpected end', null)
    })()
    const all = short(await Array.fromAsync(readXml(input, SHAPE)))
    expect(all).toEqual(['record 1 (line 3): One', 'TRUNCATED line 4'])
  })

  test.each(['utf-16le', 'utf-16be'])('reads %s by its byte order mark', async (encoding) => {
    const bytes = Buffer.from(`\ufeff${list(record('Ä'))}`, 'utf16le')
    expect(short(await read(encoding === 'utf-16le' ? bytes : bytes.swap16()))).toEqual([
      'record 1 (line 3): Ä',
    ])
  })

  test('reads the encoding that the declaration names', async () => {
    const xml = `<?xml version="1.0" encoding="ISO-8859-1"?><list>${record('Zollh\u00f6fer')}</list>`
    expect(short(await read(Buffer.from(xml, 'latin1')))).toEqual(['record 1 (line 1): Zollhöfer'])
  })

  test('bytes that are no UTF-8 are counted', async () => {
    expect(await read(Buffer.from(list(record('Zollh\u00f6fer')), 'latin1'))).toMatchObject([
      { replacedBytes: 1 },
    ])
  })
})

describe('hostile XML', () => {
  const within = async (ms: number, xml: string) => {
    const from = performance.now()
    const all = short(await read(xml))
    expect(performance.now() - from).toBeLessThan(ms)
    return all
  }
  const lol = Array.from(
    { length: 9 },
    (_, at) => `<!ENTITY lol${at + 1} "${`&lol${at};`.repeat(10)}">`,
  ).join('\n')

  test('entities that the document declares are not read: no files, no growth', async () => {
    const xml = (entities: string, use: string) =>
      `<?xml version="1.0"?>\n<!DOCTYPE list [${entities}]>\n<list>${record(use)}${record('Two')}</list>`
    const xxe = xml('<!ENTITY xxe SYSTEM "file:///etc/passwd">', '&xxe;')
    expect(await within(500, xxe)).toEqual(['NOT_XML record 1 (line 3)', 'record 2 (line 3): Two'])
    const bomb = xml(`<!ENTITY lol0 "lol">${lol}`, '&lol9;')
    expect((await within(500, bomb)).map((piece) => piece.split(' ')[0])).toEqual(['NOT_XML', 'record'])
    const [reject] = await read(xxe)
    expect(reject).toMatchObject({ reason: expect.stringContaining('undefined entity') })
  })

  test('the entities of HTML are read', async () => {
    expect(await within(500, list(record('caf&eacute; &#x26; &lt;b&gt;')))).toEqual([
      'record 1 (line 3): café & <b>',
    ])
  })

  test('deep nesting is a reject', async () => {
    const deep = `<record>${'<a>'.repeat(100_000)}${'</a>'.repeat(100_000)}</record>`
    expect(await within(1_000, list(deep, record('Two')))).toEqual([
      'NOT_XML record 1 (line 3)',
      'record 2 (line 4): Two',
    ])
  })

  test('a record longer than 4 MiB is a reject, with and without an end', async () => {
    const long = `<record><title>${'x'.repeat(9_000_000)}</title></record>`
    expect(await within(5_000, list(record('One'), long, record('Two')))).toEqual([
      'record 1 (line 3): One',
      'RECORD_TOO_LONG record 2 (line 4)',
      'record 3 (line 5): Two',
    ])
    const open = `<list><record>${'x'.repeat(9_000_000)}`
    expect(await within(5_000, open)).toEqual(['RECORD_TOO_LONG record 1 (line 1)', 'INCOMPLETE line 1'])
  })

  test('a flood of what begins and never ends costs no more than its length', async () => {
    for (const flood of [
      '<!--',
      '<record>',
      '<record ',
      '<record><!--',
      '<record><![CDATA[',
      '<?',
      '<!DOCTYPE [',
    ]) {
      const all = await within(8_000, `<list>${flood.repeat(400_000 / flood.length)}${record('Last')}`)
      expect(
        all.some((piece) => piece.endsWith(': Last')),
        flood,
      ).toBe(true)
    }
  })
})

test('any mixture of records and garbage keeps every record and never throws', async () => {
  // What opens a comment, a section or a record may rightly take the next one with it.
  const garbage = fc
    .oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('</list>', '<a>', '&', ']]>', '\u0000', '<a b="', '</record>'),
    )
    .filter((text) => !/<!|<\?|<record/.test(text))
  const part = fc.oneof(
    garbage.map((text) => ({ text, title: null })),
    fc.integer().map((title) => ({ text: record(String(title)), title: String(title) })),
  )
  await fc.assert(
    fc.asyncProperty(
      fc.array(part, { maxLength: 12 }),
      fc.integer({ min: 1, max: 50 }),
      async (parts, size) => {
        const all = await read(`<list>${parts.map(({ text }) => text).join('\n')}\n</list>`, size)
        const titles = all.flatMap((piece) =>
          piece.kind === 'record' ? childText(piece.element, 'title') : [],
        )
        expect(titles).toEqual(parts.flatMap(({ title }) => title ?? []))
      },
    ),
    { numRuns: 100 },
  )
})
