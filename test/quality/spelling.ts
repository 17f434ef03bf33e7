import type { SearchDocument } from '@paperboy/contracts'
import { type OpenedIndex, openIndex } from '@paperboy/search'
import { createLogger } from '@paperboy/service-kit'
import { papersOf } from '../bench/saved-searches.ts'

const BATCH = 500
const TYPOS = 200

/**
 * node test/quality/spelling.ts [papers] – how many of 200 misspelt words of real titles "did you mean" corrects to
 * the word that stood there, on both engines (TEST_OPENSEARCH_URL).
 */
async function main(count: number): Promise<void> {
  const papers = await papersOf(count, Date.UTC(2026, 10, 24))
  const typos = typosOf(papers)
  const url = process.env.TEST_OPENSEARCH_URL?.replace(/\/$/, '')
  const engines = ['sqlite::memory:', ...(url ? [`${url}/spelling-${Date.now().toString(36)}`] : [])]
  for (const engine of engines) {
    const opened = await openIndex(engine, { log: createLogger('spelling', 'warn') })
    const generation = await opened.admin.create()
    try {
      await opened.admin.promote(generation)
      await fill(opened, papers)
      console.log(engine.startsWith('sqlite') ? 'SQLite' : 'OpenSearch', await corrected(opened, typos))
    } finally {
      await opened.admin.drop(generation)
      await opened.close()
    }
  }
}

type Typo = { word: string; typed: string }

/** One letter left out, doubled, changed or swapped with the next; never the first. */
function typosOf(papers: SearchDocument[]): Typo[] {
  const step = Math.floor(papers.length / TYPOS)
  return Array.from({ length: TYPOS }, (_, n) => {
    const titles = papers.slice(n * step, (n + 1) * step).map(({ title }) => title)
    const word = titles.flatMap((title) => title.toLowerCase().match(/\b[a-z]{6,}\b/g) ?? [])[n % 7] ?? ''
    const at = 1 + (n % (word.length - 2))
    const [before, letter = '', after = ''] = [word.slice(0, at), word[at], word.slice(at + 1)]
    const forms = [
      before + after,
      before + letter + letter + after,
      before + (letter === 'e' ? 'a' : 'e') + after,
      before + after.slice(0, 1) + letter + after.slice(1),
    ]
    return { word, typed: forms[n % forms.length] ?? '' }
  }).filter(({ word, typed }) => word !== '' && word !== typed)
}

async function fill({ index }: OpenedIndex, papers: SearchDocument[]): Promise<void> {
  for (let at = 0; at < papers.length; at += BATCH) {
    const batch = papers.slice(at, at + BATCH)
    await index.write(batch.map((document) => ({ kind: 'put', id: document.id, version: 1, document })))
  }
  await index.refresh()
}

async function corrected({ index }: OpenedIndex, typos: Typo[]): Promise<string> {
  const outcomes = { right: 0, 'another word': [] as string[], 'nothing offered': [] as string[] }
  const times: number[] = []
  for (const { word, typed } of typos) {
    const started = performance.now()
    const { didYouMean } = await index.search({ q: typed, sort: 'relevance', limit: 10 })
    times.push(performance.now() - started)
    if (didYouMean === undefined) outcomes['nothing offered'].push(typed)
    // Another form of the same word finds the same papers.
    else if (didYouMean.slice(0, 5) === word.slice(0, 5)) outcomes.right++
    else outcomes['another word'].push(`${typed} → ${didYouMean}`)
  }
  times.sort((a, b) => a - b)
  const at = (share: number) => (times[Math.floor(times.length * share)] ?? 0).toFixed(1)
  const { right, 'another word': other, 'nothing offered': nothing } = outcomes
  return `${right} of ${typos.length} right, ${other.length} another word (${other.join(', ')}), nothing offered for ${nothing.length} (${nothing.join(', ')}); p50 ${at(0.5)} ms, p95 ${at(0.95)} ms`
}

await main(Number(process.argv[2] ?? 100_000))
