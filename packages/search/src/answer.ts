import type { SearchPage, SearchRequest } from '@paperboy/contracts'
import { withAlternatives } from './acronyms/alternatives.ts'
import { type DefinitionSource, findAlternatives } from './acronyms/find-alternatives.ts'
import type { Cursor, PlaceCursor, QueryReading } from './cursor.ts'
import type { Extra } from './extras.ts'
import { effectiveSort } from './filters.ts'
import type { ParsedQuery, QueryNode } from './query/ast.ts'
import { parseQuery } from './query/parse.ts'
import { loosened } from './query/relaxed.ts'
import { doubtful, respelled } from './spelling/respelled.ts'
import { words } from './text/tokens.ts'

/**
 * One way to read a query; `reading` goes into the cursors, so that later pages read it alike. `text` is the query
 * as a person says it, undefined where operators make it exact.
 */
export type Attempt<C extends Cursor = PlaceCursor> = {
  node: QueryNode
  reading: QueryReading
  cursor: C | undefined
  text?: string | undefined
}

type Engine = DefinitionSource & {
  run(request: SearchRequest, attempt: Attempt<Cursor>): Promise<SearchPage>
  /** For a query whose words find nothing; undefined where no paper is near it in meaning either. */
  byMeaning(request: SearchRequest, attempt: Attempt<Cursor>): Promise<SearchPage | undefined>
  /** For words, by their stems, that no or hardly any paper has, the word that was likely meant. */
  respell(words: Map<string, string>): Promise<Map<string, string>>
  /** For what a search can do without: its words in another spelling, and acronyms. */
  extra: Extra
}

/**
 * Answers a search. What finds nothing is tried as the name of an author, then with its spelling corrected, then with
 * fewer words; the page says so.
 */
export async function answer(
  engine: Engine,
  request: SearchRequest,
  cursor: Cursor | undefined,
): Promise<SearchPage> {
  const asked = parseQuery(cursor?.reading?.q ?? request.q)
  const pending =
    cursor || !asked.plain ? undefined : engine.extra('spelling', correction(engine, request.q ?? ''))
  const reading = cursor ? (cursor.reading ?? {}) : await readingOf(engine, request, asked)
  const plainNode = (reading.loose ? loosened(asked.node) : undefined) ?? asked.node
  const node = withAlternatives(plainNode, reading.alternatives ?? [])
  const text = asked.plain ? (reading.q ?? request.q) : undefined
  const page = await engine.run(request, { node, reading, cursor, text })
  if (!asked.plain || cursor) return noted(page, asked)
  const corrected = await pending
  const offer = corrected === undefined ? {} : { didYouMean: corrected }
  if (page.total > 0) return { ...noted(page, asked), ...offer }
  const byMeaning = () => searchByMeaning(engine, request, { node, reading, cursor, text })
  const other =
    (await searchAuthors(engine, request, asked)) ??
    (await searchCorrected(engine, request, corrected)) ??
    // With any of its words, a query would lose its phrases too; in a sentence they are often mere quotations.
    (isShortWithPhrase(node) ? await byMeaning() : undefined) ??
    (await searchLoosely(engine, request, asked)) ??
    (await byMeaning())
  return { ...noted(other ?? page, asked), ...offer }
}

/**
 * By relevance papers that write an acronym out are found too, and the other way round; an order that does not tell
 * how well a paper matches, and with it a saved search, takes words as they stand.
 */
async function readingOf(
  engine: DefinitionSource & Pick<Engine, 'extra'>,
  request: SearchRequest,
  { node, plain }: ParsedQuery,
): Promise<QueryReading> {
  if (!plain || effectiveSort(node, request.sort) !== 'relevance') return {}
  const found = await engine.extra('acronyms', findAlternatives(engine, request.q ?? '', node))
  return found === undefined || found.length === 0 ? {} : { alternatives: found }
}

function noted(page: SearchPage, { notice }: ParsedQuery): SearchPage {
  const notices = [notice, page.notice].filter((one) => one !== undefined)
  return notices.length === 0 ? page : { ...page, notice: notices.join(' ') }
}

async function correction(engine: Engine, q: string): Promise<string | undefined> {
  const misspelt = doubtful(q)
  if (misspelt.size === 0) return undefined
  return respelled(q, await engine.respell(misspelt))
}

const MAX_NAME_WORDS = 6

/** A name that somebody types without `author:`; like fewer words, only where the order tells how well a paper matches. */
async function searchAuthors(
  engine: Engine,
  request: SearchRequest,
  { node }: ParsedQuery,
): Promise<SearchPage | undefined> {
  const name = words(request.q ?? '')
  if (name.length > MAX_NAME_WORDS || !isPlainWords(node)) return undefined
  if (effectiveSort(node, request.sort) !== 'relevance') return undefined
  const q = `author:"${name.join(' ')}"`
  const page = await engine.run(request, { node: parseQuery(q).node, reading: { q }, cursor: undefined })
  if (page.total === 0) return undefined
  return { ...page, notice: 'No paper has these words. These papers have an author of that name.' }
}

const isPlainWords = (node: QueryNode): boolean =>
  node.kind === 'most' ||
  (node.kind === 'word' && node.field === 'any') ||
  (node.kind === 'and' && node.nodes.every(isPlainWords))

async function searchCorrected(
  engine: Engine,
  request: SearchRequest,
  corrected: string | undefined,
): Promise<SearchPage | undefined> {
  if (corrected === undefined) return undefined
  const reading = { q: corrected }
  const { node } = parseQuery(corrected)
  const page = await engine.run(request, { node, reading, cursor: undefined, text: corrected })
  if (page.total === 0) return undefined
  return {
    ...page,
    correctedQuery: corrected,
    notice: `No paper has all the words as they are written. These are the papers for: ${corrected}`,
  }
}

/** Only where the order tells how well a paper matches. */
async function searchLoosely(
  engine: Engine,
  request: SearchRequest,
  { node }: ParsedQuery,
): Promise<SearchPage | undefined> {
  const some = effectiveSort(node, request.sort) === 'relevance' ? loosened(node) : undefined
  if (!some) return undefined
  const attempt = { node: some, reading: { loose: true }, cursor: undefined, text: request.q }
  const page = await engine.run(request, attempt)
  if (page.total === 0) return undefined
  return { ...page, notice: 'No paper has all of these words. These papers have some of them.' }
}

const isShortWithPhrase = (node: QueryNode): boolean =>
  node.kind === 'and' &&
  node.nodes.some(({ kind }) => kind === 'phrase') &&
  !node.nodes.some(({ kind }) => kind === 'most')

async function searchByMeaning(
  engine: Engine,
  request: SearchRequest,
  attempt: Attempt<Cursor>,
): Promise<SearchPage | undefined> {
  const page = await engine.byMeaning(request, attempt)
  return page && { ...page, notice: 'No paper has these words. These papers are near in meaning.' }
}
