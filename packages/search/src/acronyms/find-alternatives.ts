import { positiveLeaves, type QueryNode } from '../query/ast.ts'
import { hyphenated } from '../text/compounds.ts'
import { stem } from '../text/stem.ts'
import { stopWords } from '../text/stop-words.ts'
import { tokens, words } from '../text/tokens.ts'
import { type Alternative, MAX_ALTERNATIVES } from './alternatives.ts'
import { type CountedDefinition, longKey } from './definitions.ts'

/** Acronyms, and long forms by their `longKey`. */
export type DefinitionLookup = { shorts: string[]; longs: string[] }
export type DefinitionSource = {
  /** The definitions of these acronyms and of these long forms, by how many papers define them so. */
  definitions(lookup: DefinitionLookup): Promise<CountedDefinition[]>
  /** How many papers have each stem. */
  papersWith(stems: string[]): Promise<Map<string, number>>
}

const MAX_SHORT = 6
const MAX_LONG_WORDS = 6
/** Of the words of a query that are looked at. */
const MAX_TYPED = 30
/** One paper's own acronym is nobody else's. */
const MIN_PAPERS = 2
/** Of several meanings those with so large a share of the most frequent one's papers. */
const MIN_SHARE = 0.2
const MAX_MEANINGS = 3
/** An acronym typed small may be a word: so many of the papers that have it define it. */
const DEFINED_SHARE = 0.1

/** What papers write in place of the acronyms of a query, and in place of what acronyms stand for. */
export async function findAlternatives(
  source: DefinitionSource,
  q: string,
  node: QueryNode,
): Promise<Alternative[]> {
  const typed = typedWords(q, node)
  const shorts = new Map(typed.flatMap((word) => shortForms(word).map((form) => [form, word] as const)))
  const longs = new Map(sequences(typed).map((run) => [longKey(run), run]))
  // In a long query the parts say enough, and a rare word more would outweigh them.
  const joined = isLong(node) ? Promise.resolve([]) : joinedForms(source, q, typed)
  // Awaited below: a failure meanwhile is not left unheard.
  joined.catch(() => undefined)
  const found = await source.definitions({ shorts: [...shorts.keys()], longs: [...longs.keys()] })
  const written = found.filter(({ long }) => longs.has(longKey(words(long))))
  const spelledOut = await longForms(
    source,
    found.filter(({ short }) => shorts.has(short)),
    shorts,
  )
  const shortened = await shortFormsOf(source, written)
  const known = new Set(typed.map(({ word }) => stem(word)))
  const other = [...(await joined), ...spelledOut, ...shortened].filter(({ also }) =>
    also.some((text) => words(text).some((word) => !known.has(stem(word)))),
  )
  return other.filter((one) => !other.some((more) => isWithin(one, more))).slice(0, MAX_ALTERNATIVES)
}

/** "Auto-encoder" is written "autoencoder" too, where any paper does. */
async function joinedForms(source: DefinitionSource, q: string, typed: Typed[]): Promise<Alternative[]> {
  const known = new Set(typed.map(({ word }) => word))
  const runs = hyphenated(q).filter((parts) => parts.every((part) => known.has(part)))
  if (runs.length === 0) return []
  const papers = await source.papersWith(runs.map((parts) => stem(parts.join(''))))
  return runs
    .filter((parts) => (papers.get(stem(parts.join(''))) ?? 0) > 0)
    .map((parts) => ({
      stems: [...new Set(parts.filter((part) => !stopWords.has(part)).map(stem))],
      also: [parts.join('')],
    }))
    .filter(({ stems }) => stems.length > 0)
}

/** "Neural network" in "convolutional neural network" is part of a name, not one by itself. */
function isWithin(one: Alternative, more: Alternative): boolean {
  return one.stems.length < more.stems.length && one.stems.every((stem) => more.stems.includes(stem))
}

const isLong = (node: QueryNode): boolean =>
  node.kind === 'most' || (node.kind === 'and' && node.nodes.some(isLong))

type Typed = { word: string; capitals: boolean }

/** Words that stand by themselves in the query, and stop words between them. */
function typedWords(q: string, node: QueryNode): Typed[] {
  const stems = new Set(
    positiveLeaves(node).flatMap((leaf) => (leaf.kind === 'word' && leaf.field === 'any' ? [leaf.stem] : [])),
  )
  return tokens(q)
    .slice(0, MAX_TYPED)
    .filter(({ word }) => stems.has(stem(word)) || stopWords.has(word))
    .map(({ word, start, end }) => ({
      word,
      capitals: /\p{Lu}.*\p{Lu}|\p{Lu}.*\d/u.test(q.slice(start, end)),
    }))
}

/** `llms` is `llm` too. */
function shortForms({ word, capitals }: Typed): string[] {
  if (stopWords.has(word) || word.length < 2 || word.length > MAX_SHORT + (capitals ? 2 : 0)) return []
  return word.length > 3 && word.endsWith('s') ? [word, word.slice(0, -1)] : [word]
}

function sequences(typed: Typed[]): string[][] {
  const all = typed.map(({ word }) => word)
  return all.flatMap((first, from) => {
    if (stopWords.has(first)) return []
    const runs: string[][] = []
    for (let length = 2; length <= MAX_LONG_WORDS && from + length <= all.length; length++)
      if (!stopWords.has(all[from + length - 1] ?? '')) runs.push(all.slice(from, from + length))
    return runs
  })
}

async function longForms(
  source: DefinitionSource,
  definitions: CountedDefinition[],
  shorts: Map<string, Typed>,
): Promise<Alternative[]> {
  const doubtful = [...new Set(definitions.map(({ short }) => short))].filter(
    (short) => !shorts.get(short)?.capitals,
  )
  const papers =
    doubtful.length === 0 ? new Map<string, number>() : await source.papersWith(doubtful.map(stem))
  const byShort = Map.groupBy(definitions, ({ short }) => short)
  return [...byShort].flatMap(([short, all]) => {
    const meant = meanings(all)
    const defining = all.reduce((sum, definition) => sum + definition.papers, 0)
    const isWord = defining < DEFINED_SHARE * (papers.get(stem(short)) ?? 0)
    const typed = shorts.get(short)?.word ?? short
    const exactForm = typed !== short && byShort.has(typed)
    return meant.length === 0 || isWord || exactForm
      ? []
      : [{ stems: [stem(typed)], also: meant.map(({ long }) => long) }]
  })
}

/** An acronym is said in place of a long form only where that is what it mostly stands for. */
async function shortFormsOf(source: DefinitionSource, written: CountedDefinition[]): Promise<Alternative[]> {
  const shorts = [...new Set(written.filter(({ papers }) => papers >= MIN_PAPERS).map(({ short }) => short))]
  if (shorts.length === 0) return []
  const all = Map.groupBy(await source.definitions({ shorts, longs: [] }), ({ short }) => short)
  return shorts.flatMap((short) => {
    const [first] = meanings(all.get(short) ?? [])
    const meant = written.find((definition) => definition.short === short)
    if (!first || !meant || longKey(words(first.long)) !== longKey(words(meant.long))) return []
    const stems = words(meant.long)
      .filter((word) => !stopWords.has(word))
      .map(stem)
    return [{ stems: [...new Set(stems)], also: [short] }]
  })
}

/** By use; forms of the same words, such as the plural, are one, in its most frequent form. */
function meanings(definitions: CountedDefinition[]): CountedDefinition[] {
  const merged = [...Map.groupBy(definitions, ({ long }) => longKey(words(long))).values()].flatMap(
    (forms) => {
      const [most] = forms.toSorted(byUse)
      return most ? [{ ...most, papers: forms.reduce((sum, { papers }) => sum + papers, 0) }] : []
    },
  )
  const sorted = merged.filter(({ papers }) => papers >= MIN_PAPERS).sort(byUse)
  return sorted.filter(({ papers }) => papers >= MIN_SHARE * (sorted[0]?.papers ?? 0)).slice(0, MAX_MEANINGS)
}

const byUse = (a: CountedDefinition, b: CountedDefinition) =>
  b.papers - a.papers || (a.long < b.long ? -1 : 1)
