import type { Client } from '@opensearch-project/opensearch'
import {
  type Candidate,
  endingsMended,
  MAX_EDITS,
  MIN_PAPERS,
  nearest,
  rarelyWritten,
  writtenAs,
} from '../spelling/respelled.ts'
import { filterClauses } from './match-query.ts'
import { runSearch } from './run-search.ts'
import type { TermFrequencies } from './term-frequencies.ts'

const TEXTS = 5
const CANDIDATES = 20

type Deps = { client: Client; alias: string; frequencies: TermFrequencies }

/** For words, by their stems, that no or hardly any paper has, the word that was likely meant; the first letter is taken as right. */
export async function respell(
  { client, alias, frequencies }: Deps,
  words: Map<string, string>,
): Promise<Map<string, string>> {
  if (words.size === 0) return new Map()
  const papersOf = await frequencies.current([...words.keys()])
  const rare = rarelyWritten(words, (stem) => papersOf.get(stem) ?? 0)
  if (rare.length === 0) return new Map()
  const texts = [...new Set(rare.flatMap(({ stem, word, roots }) => [stem, word, ...roots]))]
  const mended = rare.map(endingsMended)
  const [candidatesOf, endings] = await Promise.all([
    candidates(client, alias, texts),
    frequencies.current(mended.flat().map(({ stem }) => stem)),
  ])
  const corrected = await Promise.all(
    rare.map(async (typed, at) => {
      const near = [typed.stem, typed.word, ...typed.roots].flatMap((text) => candidatesOf.get(text) ?? [])
      const whole = (mended[at] ?? []).map((one) => ({ ...one, papers: endings.get(one.stem) ?? 0 }))
      const meant = nearest(typed, [...whole, ...near])
      const written = meant && (meant.word ?? (await wordOf(client, alias, meant.stem)))
      return written === undefined ? [] : [[typed.stem, written] as const]
    }),
  )
  return new Map(corrected.flat())
}

async function candidates(client: Client, alias: string, texts: string[]): Promise<Map<string, Candidate[]>> {
  const term = {
    field: 'text',
    suggest_mode: 'always',
    size: CANDIDATES,
    shard_size: CANDIDATES,
    max_edits: MAX_EDITS,
    prefix_length: 1,
    // The engine asks for more than this many.
    min_doc_freq: MIN_PAPERS - 1,
  }
  const body = { size: 0, track_total_hits: false, suggest: { spelling: { text: texts.join(' '), term } } }
  const found = await runSearch(client, body, alias)
  return new Map(
    (found.suggest?.spelling ?? []).map(({ text, options }) => [
      text,
      options.map((option) => ({ stem: option.text, papers: option.freq })),
    ]),
  )
}

async function wordOf(client: Client, alias: string, stem: string): Promise<string | undefined> {
  const body = {
    query: { bool: { filter: [{ term: { text: stem } }, ...filterClauses({})] } },
    size: TEXTS,
    track_total_hits: false,
    _source: ['title', 'abstract'],
  }
  const found = await runSearch(client, body, alias)
  const texts = found.hits.hits.map(({ _source }) => `${_source?.title ?? ''} ${_source?.abstract ?? ''}`)
  return writtenAs(stem, texts)
}
