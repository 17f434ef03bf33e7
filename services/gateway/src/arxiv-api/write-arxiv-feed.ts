import { createHash } from 'node:crypto'
import type { Paper } from '@paperboy/contracts'
import { type Xml, xml, xmlDocument } from '../feeds/xml.ts'
import type { ArxivRequest, ArxivResult, ArxivResults } from './find-results.ts'

const BEGINNING = '1970-01-01T00:00:00.000Z'
/** Version 2 of the Python client fails on an entry without category or author. */
const UNKNOWN = 'unknown'

type Asked = { request: ArxivRequest; base: string; self: string }

/** The answer as arXiv writes it: Atom with OpenSearch's counts. */
export function writeArxivFeed({ total, results }: ArxivResults, { request, base, self }: Asked): string {
  const { searchQuery, ids, start, maxResults } = request
  const query = `search_query=${searchQuery}&id_list=${ids.join(',')}&start=${start}&max_results=${maxResults}`
  return frame({
    id: `http://arxiv.org/api/${createHash('sha1').update(query).digest('base64url')}`,
    title: `arXiv Query: ${query}`,
    updated:
      results
        .map(({ paper }) => submittedAt(paper))
        .sort()
        .at(-1) ?? BEGINNING,
    self,
    ...{ total, start, perPage: maxResults },
    entries: results.map((result) => entry(result, base)),
  })
}

/** Errors are feeds too, with one entry that says what to do. */
export function writeArxivError(message: string, self: string): string {
  const id = 'http://arxiv.org/api/errors'
  return frame({
    ...{ id, title: 'arXiv Query: error', updated: BEGINNING, self, total: 1, start: 0, perPage: 1 },
    entries: [
      xml`<entry>
<id>${id}#${encodeURIComponent(message).slice(0, 200)}</id>
<title>Error</title>
<summary>${message}</summary>
<updated>${BEGINNING}</updated>
<link href="${id}" rel="alternate" type="text/html"/>
<author><name>arXiv api core</name></author>
</entry>
`,
    ],
  })
}

type Frame = {
  id: string
  title: string
  updated: string
  self: string
  total: number
  start: number
  perPage: number
  entries: Xml[]
}

function frame({ id, title, updated, self, total, start, perPage, entries }: Frame): string {
  return xmlDocument(xml`<feed xmlns="http://www.w3.org/2005/Atom" xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" xmlns:arxiv="http://arxiv.org/schemas/atom">
<link href="${self}" rel="self" type="application/atom+xml"/>
<title type="html">${title}</title>
<id>${id}</id>
<updated>${updated}</updated>
<opensearch:totalResults>${total}</opensearch:totalResults>
<opensearch:startIndex>${start}</opensearch:startIndex>
<opensearch:itemsPerPage>${perPage}</opensearch:itemsPerPage>
${entries}</feed>`)
}

function entry({ paper, version }: ArxivResult, base: string): Xml {
  const { arxivId, id, title, abstract, doi } = paper
  const name = `${arxivId ?? encodeURIComponent(id)}v${version}`
  const [primary = UNKNOWN, ...others] = paper.categories
  const authors = paper.authors.length > 0 ? paper.authors.map((it) => it.name) : [UNKNOWN]
  return xml`<entry>
<id>http://arxiv.org/abs/${name}</id>
<updated>${submittedAt(paper)}</updated>
<published>${submittedAt(paper)}</published>
<title>${title.replace(/\s+/g, ' ')}</title>
<summary>${abstract ?? ''}</summary>
${authors.map((author) => xml`<author><name>${author}</name></author>\n`)}${
  arxivId
    ? xml`<link href="http://arxiv.org/abs/${name}" rel="alternate" type="text/html"/>
<link title="pdf" href="http://arxiv.org/pdf/${name}" rel="related" type="application/pdf"/>`
    : xml`<arxiv:comment>Not on arXiv; the dates say when Paperboy first saw it.</arxiv:comment>
<link href="${base}/papers/${encodeURIComponent(id)}" rel="alternate" type="text/html"/>`
}
${
  doi &&
  xml`<arxiv:doi>${doi}</arxiv:doi>
<link title="doi" href="http://dx.doi.org/${doi}" rel="related"/>
`
}<arxiv:primary_category term="${primary}" scheme="http://arxiv.org/schemas/atom"/>
${[primary, ...others].map((term) => xml`<category term="${term}" scheme="http://arxiv.org/schemas/atom"/>\n`)}</entry>
`
}

/** As Postgres sorts by it: of papers that are not on arXiv the time at which they were first seen. */
function submittedAt({ arxivId, publishedAt, firstSeenAt }: Paper): string {
  return (arxivId ? publishedAt : null) ?? firstSeenAt
}
