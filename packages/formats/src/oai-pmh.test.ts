import { describe, expect, test } from 'vitest'
import { oaiPmh } from './oai-pmh.ts'
import { sampleOf } from './sample.ts'

async function* bytesOf(text: string) {
  yield Buffer.from(text)
}
const read = (xml: string) => Array.fromAsync(oaiPmh.read(bytesOf(xml)))
const answer = (inner: string) => `<?xml version="1.0"?>\n<OAI-PMH xmlns="x">\n${inner}\n</OAI-PMH>`
const record = (metadata: string, status = '') =>
  `<record><header${status}><identifier>oai:arXiv.org:2101.00001</identifier><datestamp>2023-01-25</datestamp></header>${metadata}</record>`
const arxiv = (title: string) =>
  record(
    `<metadata><arXiv><id>2101.00001</id><created>2021-01-01</created><authors><author><keyname>Müller</keyname><forenames>Jo</forenames></author></authors><title>${title}</title><categories>cs.LG cs.AI</categories><doi>10.1000/x</doi><comments>9 pages</comments><abstract>We study.</abstract></arXiv></metadata>`,
  )

describe('OAI-PMH', () => {
  test('reads the metadata of arXiv', async () => {
    expect(await read(answer(arxiv('One')))).toEqual([
      {
        kind: 'record',
        position: 'record 1 (line 3)',
        title: 'One',
        abstract: 'We study.',
        authors: ['Jo Müller'],
        ids: ['oai:arXiv.org:2101.00001', '2101.00001', '10.1000/x'],
        url: 'https://arxiv.org/abs/2101.00001',
        categories: ['cs.LG', 'cs.AI'],
        publishedAt: '2021-01-01',
        updatedAt: '2023-01-25',
        extra: { comment: '9 pages' },
      },
    ])
  })

  test('reads arXivRaw and Dublin Core', async () => {
    const raw = record(
      '<metadata><arXivRaw><id>2101.00001</id><version version="v1"><date>Fri, 1 Jan 2021 10:00:00 GMT</date></version><title>Raw</title><authors>A B and C D</authors></arXivRaw></metadata>',
    )
    const dc = record(
      '<metadata><oai_dc:dc><dc:title>Core</dc:title><dc:creator>von Neumann, P.</dc:creator><dc:description>Text.</dc:description><dc:description>Comment: 7 pages</dc:description><dc:identifier>doi:10.1000/y</dc:identifier></oai_dc:dc></metadata>',
    )
    expect(await read(answer(raw + dc))).toMatchObject([
      { title: 'Raw', authors: ['A B and C D'], publishedAt: 'Fri, 1 Jan 2021 10:00:00 GMT' },
      { title: 'Core', authors: ['P. von Neumann'], abstract: 'Text.', extra: { comment: '7 pages' } },
    ])
  })

  test('a deleted record is a deletion', async () => {
    expect(await read(answer(record('', ' status="deleted"')))).toEqual([
      {
        kind: 'deletion',
        position: 'record 1 (line 3)',
        ids: ['oai:arXiv.org:2101.00001'],
        updatedAt: '2023-01-25',
      },
    ])
  })

  test('nothing found is empty; any other error is the source’s own', async () => {
    expect(await read(answer('<error code="noRecordsMatch"/>'))).toEqual([])
    const bad = answer('<error code="badArgument">bad date</error>')
    await expect(read(bad)).rejects.toMatchObject({ code: 'DUMP_SOURCE_ERROR', message: /bad date/ })
  })

  test('is known with and without its envelope', () => {
    const sure = (text: string) => oaiPmh.detect(sampleOf(Buffer.from(text), true))
    expect(sure(`\ufeff\r\n${answer(arxiv('One'))}`)).toBeGreaterThan(0.9)
    expect(sure(arxiv('One'))).toBeGreaterThan(0.5)
    expect(sure('<html><body>record</body></html>')).toBe(0)
  })
})

test('a list of identifiers is accounted for, and it is said what to harvest instead', async () => {
  const header = '<header><identifier>oai:arXiv.org:2101.00001</identifier></header>'
  expect(await read(answer(`<ListIdentifiers>${header}</ListIdentifiers>`))).toMatchObject([
    { kind: 'reject', code: 'MISSING_METADATA', reason: expect.stringContaining('ListRecords') },
  ])
})
