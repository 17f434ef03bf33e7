import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Paper } from '@paperboy/contracts'
import { type Api, api, type PaperPage } from '../e2e/api.ts'
import { startEmbedded } from '../e2e/system.ts'

const DATE = '2025-03-20'
type Fed = { records: number; created: number; updated: number; rejected: number }

/**
 * The same forty papers on a pasted page (titles and abstracts) and in a listing of 172 with ids, authors
 * and categories: fed in either order they are the same 172 papers with the same facts.
 */
export async function pageAndListing(folder: string, log: (line: string) => void): Promise<void> {
  const page = await readFile(join(folder, 'fixtures', 'pages', 'paste.txt'))
  const listing = await readFile(join(folder, 'fixtures', 'arxiv_jsonl', '2025-03-19.jsonl'))
  const [[first, pageFirst], [second, listingFirst]] = await Promise.all([
    fedInOrder([page, listing]),
    fedInOrder([listing, page]),
  ])
  log(`page, listing: created ${first.map(({ created }) => created).join(', ')}`)
  log(`listing, page: created ${second.map(({ created }) => created).join(', ')}`)
  const counts = (all: Fed[]) => all.map(({ records, created, rejected }) => ({ records, created, rejected }))
  assert.deepEqual(counts(first), [
    { records: 40, created: 40, rejected: 0 },
    { records: 172, created: 132, rejected: 0 },
  ])
  assert.deepEqual(counts(second), [
    { records: 172, created: 172, rejected: 0 },
    { records: 40, created: 0, rejected: 0 },
  ])
  assert.equal(pageFirst.length, 172)
  assert.ok(pageFirst.every((paper) => paper.arxivId && paper.authors?.length && paper.categories?.length))
  assert.deepEqual(pageFirst, listingFirst)
}

async function fedInOrder(dumps: Buffer<ArrayBuffer>[]): Promise<[Fed[], Partial<Paper>[]]> {
  const system = await startEmbedded()
  try {
    const client = api(system)
    const fed: Fed[] = []
    for (const bytes of dumps) {
      const { body } = await client.feed(bytes, `?date=${DATE}`)
      fed.push((await client.ended(body.id)).counts)
    }
    return [fed, await allPapers(client)]
  } finally {
    await system.stop()
  }
}

/** Without what depends on the moment of asking, in the order of their ids. */
async function allPapers(client: Api): Promise<Partial<Paper>[]> {
  const papers: Partial<Paper>[] = []
  let cursor: string | null = null
  do {
    const next: PaperPage = await client.papers(`limit=100&sort=newest${cursor ? `&cursor=${cursor}` : ''}`)
    papers.push(...next.items.map(({ trendingScore: _, ...paper }) => paper))
    cursor = next.nextCursor
  } while (cursor)
  return papers.sort((a, b) => ((a.id ?? '') < (b.id ?? '') ? -1 : 1))
}
