import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openDump } from '@paperboy/formats'
import { expect, test } from 'vitest'

type Truth = {
  title: string
  abstract: string
  arxivId?: string
  upvotes?: number
  codeUrl?: string | null
  date?: string
  rank: number
}
const pages = join(process.env.PAPERBOY_DATA ?? '', 'fixtures', 'pages')
const plain = (text: string) => text.replace(/\s+/g, ' ').trim()

/** The facts that the truth states; author counts and exact stars are not on every page. */
test.each(['paste', 'headings', 'anchors', 'scrape'])('%s: every fact, in order', async (name) => {
  const truth = JSON.parse(await readFile(join(pages, `${name}.expected.json`), 'utf8')) as Truth[]
  const bytes = await readFile(join(pages, `${name}.txt`))
  const dump = await openDump(
    (async function* () {
      yield bytes
    })(),
    { format: 'auto', maxInflatedBytes: 1e8, day: '2026-11-24' },
  )
  const entries = await Array.fromAsync(dump.entries)
  const read = entries.map((entry, at) => {
    if (entry.kind !== 'record') return entry
    const wanted = truth[at]
    return {
      ...{ title: plain(entry.title), abstract: plain(entry.abstract ?? ''), rank: at + 1 },
      ...(wanted && 'arxivId' in wanted && { arxivId: entry.ids?.[0] }),
      ...(wanted && 'upvotes' in wanted && { upvotes: entry.upvotes }),
      ...(wanted && 'codeUrl' in wanted && { codeUrl: entry.codeUrls?.[0] ?? null }),
      ...(wanted && 'date' in wanted && { date: entry.publishedAt }),
    }
  })
  const facts = truth.map(({ title, abstract, arxivId, upvotes, codeUrl, date, rank }) => ({
    ...{ title, abstract, rank },
    ...(arxivId !== undefined && { arxivId }),
    ...(upvotes !== undefined && { upvotes }),
    ...(codeUrl !== undefined && { codeUrl }),
    ...(date !== undefined && { date }),
  }))
  expect(read).toEqual(facts)
})
