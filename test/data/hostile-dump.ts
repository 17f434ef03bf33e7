import { type FormatName, formatNamed, openDump } from '@paperboy/formats'

const MB = 1024 * 1024
const abstract = 'We study it and show that it works. '.repeat(30)
const link = 'https://huggingface.co/papers/2510.0000'

/** A dump of each format with one whole record, cut open within the second: what hurts goes in between. */
export const dumps: Record<FormatName, [string, string]> = {
  'trending-page': [`A Title of a Paper\n${abstract}\nAnother Title of a Paper\n`, '\n'],
  'captured-page': [
    `### [A Title of Papers](${link}1)\n\n${abstract}\n\n### [Another Title](${link}2)\n\n`,
    '\n',
  ],
  'page-html': [
    `<!doctype html><html><body><h3><a href="/papers/2510.00001">A Title of Papers</a></h3><p>${abstract}</p><h3><a href="/papers/2510.00002">Another Title</a></h3><p>`,
    '</p></body></html>',
  ],
  'hf-daily': ['[{"paper":{"id":"1","title":"A"}},{"paper":{"id":"2","title":"', '"}}]'],
  'arxiv-snapshot': ['{"id":"1","title":"A","authors_parsed":[]}\n{"authors_parsed":[],"title":"', '"}\n'],
  'semantic-scholar': ['{"data":[{"paperId":"1","title":"A"},{"paperId":"2","title":"', '"}]}'],
  openalex: ['{"results":[{"id":"https://openalex.org/W1","title":"A"},{"title":"', '"}]}'],
  'papers-with-code': ['[{"paper_url":"https://paperswithcode.com/paper/a","title":"A"},{"title":"', '"}]'],
  'arxiv-atom': ['<feed><entry><title>A</title></entry><entry><title>', '</title></entry></feed>'],
  'arxiv-feed': [
    '<rss><channel><item><title>A</title></item><item><title>',
    '</title></item></channel></rss>',
  ],
  'oai-pmh': [
    '<OAI-PMH><record><metadata><arXiv><title>A</title></arXiv></metadata></record><record><metadata><arXiv><title>',
    '</title></arXiv></metadata></record></OAI-PMH>',
  ],
  'acl-anthology': [
    '<collection id="2020.acl"><volume><paper id="1"><title>A</title></paper><paper id="2"><title>',
    '</title></paper></volume></collection>',
  ],
  'arxiv-mail': [
    `\\\\\narXiv:2401.00001\nTitle: A\n\\\\\n  x\n\\\\ ( https://arxiv.org/abs/2401.00001 , 1kb)\n${'-'.repeat(70)}\n\\\\\narXiv:2401.00002\nTitle: `,
    '\n\\\\\n x\n\\\\\n',
  ],
  bibtex: ['@misc{a, title={A}}\n@misc{b, title={', '}}\n'],
  ris: ['TY  - JOUR\nTI  - A\nER  - \nTY  - JOUR\nTI  - ', '\nER  - \n'],
  csv: ['title,abstract\nA,x\n"', '",y\n'],
  'json-lines': ['{"title":"A"}\n{"title":"', '"}\n'],
  json: ['[{"title":"A","abstract":"x"},{"title":"', '"}]'],
}

const CUT = 'an end in the middle'
const pieces = {
  [CUT]: { text: 'word', times: 1 },
  'a line of 300 MB': { text: 'x'.repeat(65_536), times: (300 * MB) / 65_536 },
  'words of 300 MB without a line end': { text: 'word '.repeat(13_000), times: (300 * MB) / 65_000 },
  'tags nested 100,000 deep': { text: `${'<a>'.repeat(1e5)}${'</a>'.repeat(1e5)}`, times: 1 },
  'brackets nested 100,000 deep': { text: '['.repeat(1e5), times: 1 },
  'braces nested 100,000 deep': { text: `${'{'.repeat(1e5)}${'}'.repeat(1e5)}`, times: 1 },
  // A surrogate as CESU-8 writes it, the first byte of two, and zeros.
  'zero bytes and half characters': {
    text: Buffer.from('0000 20 eda080 20 c3 20 00'.replaceAll(' ', ''), 'hex'),
    times: 1,
  },
}
export type Hurt = keyof typeof pieces
export const hurts = Object.keys(pieces) as Hurt[]

async function* hostile(format: FormatName, hurt: Hurt): AsyncGenerator<Buffer> {
  const [before, after] = dumps[format]
  const { text, times } = pieces[hurt]
  const piece = typeof text === 'string' ? Buffer.from(text) : text
  yield Buffer.from(before)
  for (let n = 0; n < times; n += 1) yield piece
  if (hurt !== CUT) yield Buffer.from(after)
}

/** node test/data/hostile-dump.ts FORMAT HURT – reads such a dump and prints what became of it and the memory it took. */
async function main(): Promise<void> {
  const [name = '', hurt = ''] = process.argv.slice(2)
  const format = formatNamed(name)?.name
  if (!format) throw new Error(`There is no format "${name}".`)
  const source = hostile(format, hurt as Hurt)
  const { entries } = await openDump(source, { format, maxInflatedBytes: 1e12, day: '2026-11-24' })
  const found: string[] = []
  for await (const entry of entries) found.push(entry.kind === 'reject' ? entry.code : entry.kind)
  console.log(JSON.stringify({ found, peakMb: Math.round(process.resourceUsage().maxRSS / 1024) }))
}

if (import.meta.main) await main()
