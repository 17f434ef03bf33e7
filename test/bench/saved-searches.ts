import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { SearchDocument } from '@paperboy/contracts'
import { dataFolder, loadLines } from './load-records.ts'

type LoadRecord = { id: string; title: string; abstract?: string; date?: string; categories?: string[] }

/** The first real records as papers first seen at a time. */
export async function papersOf(count: number, firstSeenAt: number): Promise<SearchDocument[]> {
  return (await loadLines(count)).map((line, n) => {
    const { id, title, abstract = '', categories = [] } = JSON.parse(line) as LoadRecord
    return {
      id: `paper-${n}`,
      title,
      abstract,
      authors: [],
      categories,
      ids: [`paper-${n}`, id.replace(/^arxiv:/, '').toLowerCase()],
      codeHosts: [],
      hasCode: false,
      firstSeenAt,
      publishedAt: null,
      month: new Date(firstSeenAt).toISOString().slice(0, 7),
      trending: count - n,
    }
  })
}

/** Distinct searches such as readers save, made of the titles of other real papers and of real questions. */
export async function savedSearches(count: number, papers: number): Promise<string[]> {
  const lines = (await loadLines(papers + count * 2)).slice(papers)
  const asked = (await readFile(join(dataFolder(), 'load', 'queries.jsonl'), 'utf8')).trim().split('\n')
  const searches = new Set(asked.map((line) => (JSON.parse(line) as { text: string }).text.slice(0, 500)))
  for (const [n, line] of lines.entries()) {
    if (searches.size >= count) break
    const { title, categories = [] } = JSON.parse(line) as LoadRecord
    const search = searchFrom(title, categories[0] ?? 'cs.LG', n)
    if (search !== '') searches.add(search)
  }
  if (searches.size < count) throw new Error(`Only ${searches.size} distinct searches could be made.`)
  return [...searches].slice(0, count)
}

/** In turn: words, a phrase, fields, choices, exclusions, a beginning, a whole title. */
function searchFrom(title: string, category: string, n: number): string {
  const words = title.split(/[^\p{L}\p{N}-]+/u).filter((word) => word.length > 3)
  const [a = '', b = '', c = ''] = words.slice(n % 2)
  if (c === '') return ''
  const forms = [
    `${a} ${b}`,
    `${a} ${b} ${c}`,
    `"${a} ${b}"`,
    `title:${a} ${b}`,
    `(${a} OR ${b}) AND ${c}`,
    `${a} ${b} -${c}`,
    `${a.slice(0, 5)}* ${b}`,
    `category:${category} ${a}`,
    a,
    title.slice(0, 500),
  ]
  return forms[n % forms.length] ?? a
}
