import type { SearchDocument } from '@paperboy/contracts'
import { aDocument, library, meanings } from './documents.ts'

const VOCABULARY = `graph graphs network networks neural training trained model models language general
generalization generative generator attention sparse dense retrieval searching search robust robustness vision
quantum Schrödinger naïve Łukasiewicz state-of-the-art GPT-4 C++ x² 深度学习 моделей the of with and not a`.split(
  /\s+/,
)
const AUTHORS = ['Jason Chou', 'Maria Chou', 'Jean-Luc Müller', 'Ana Nuñez', 'Paul Erdős', 'Wei Li']
const CATEGORIES = ['cs.LG', 'cs.AI', 'cs.CL', 'math.CO', 'stat.ML']

/** Always the same numbers: a failure comes again. */
function dice(seed: number) {
  let state = seed
  const roll = (sides: number): number => {
    state = (Math.imul(state ^ (state >>> 15), 2_246_822_519) + 374_761_393) >>> 0
    return (state >>> 8) % sides
  }
  const one = <T>(of: readonly T[]): T => of[roll(of.length)] as T
  const some = <T>(of: readonly T[], from: number, to: number): T[] =>
    Array.from({ length: from + roll(to - from + 1) }, () => one(of))
  return { roll, one, some }
}

/** Papers of few words, so that queries find some of them, among them ones without an abstract. */
export function generatedDocuments(count: number): SearchDocument[] {
  const { roll, some } = dice(7)
  const known = Object.entries(library).map(([id, given], n) => aDocument(n, { id, ...given }))
  const made = Array.from({ length: count - known.length }, (_, n) =>
    aDocument(n, {
      id: `made-${n}`,
      title: some(VOCABULARY, 1, 7).join(' '),
      abstract: n % 9 === 0 ? '' : some(VOCABULARY, 3, 25).join(' '),
      authors: some(AUTHORS, 0, 3),
      categories: some(CATEGORIES, 0, 2),
      ids: [`made-${n}`, `24${String(roll(12) + 1).padStart(2, '0')}.${String(n).padStart(5, '0')}`],
    }),
  )
  return [...known, ...made]
}

/** Every construct of the query language, whole and broken, alone and nested. */
export function generatedQueries(count: number): string[] {
  const { roll, one, some } = dice(11)
  const leaf = (): string =>
    one([
      () => one(VOCABULARY),
      () => some(VOCABULARY, 2, 3).join(' '),
      () => `"${some(VOCABULARY, 1, 2).join(' ')}"`,
      () => `${one(VOCABULARY).slice(0, 1 + roll(4))}*`,
      () => `${one(['title', 'abstract'])}:${one(VOCABULARY)}`,
      () => `${one(['title', 'abstract'])}:"${some(VOCABULARY, 1, 2).join(' ')}"`,
      () => `${one(['title', 'abstract', 'author'])}:${one([...VOCABULARY, ...AUTHORS]).slice(0, 3)}*`,
      () => `author:"${one(AUTHORS)}"`,
      () => `author:${one(AUTHORS).split(' ').at(-1)}`,
      () => `category:${one([...CATEGORIES, 'cs.*', 'math*'])}`,
      () => `id:${one(['made-12', '2401*', 'vae', '1904.10446v2', 'made-1*'])}`,
    ])()
  const query = (depth: number): string => {
    if (depth === 0) return leaf()
    return one([
      () => `${query(depth - 1)} ${query(depth - 1)}`,
      () => `${query(depth - 1)} AND ${query(depth - 1)}`,
      () => `${query(depth - 1)} OR ${query(depth - 1)}`,
      () => `${query(depth - 1)} -${leaf()}`,
      () => `-${leaf()} -${leaf()}`,
      () => `NOT (${query(depth - 1)})`,
      () => `(${query(depth - 1)}) AND NOT ${leaf()}`,
      () => `(${query(depth - 1)} OR`,
      () => some(VOCABULARY, 5, 12).join(' '),
      () => `${some(VOCABULARY, 5, 9).join(' ')} ${leaf()}`,
    ])()
  }
  return [
    ...meanings.map(([text]) => text),
    ...['', '   ', '*', '!!!', '-graph', 'NOT graph', '-title:graph -abstract:graph', 'the', '"'],
    ...['"\u0000"', '\ud800 graph', `${'graph '.repeat(90)}`, ...nestings],
    ...Array.from({ length: count }, (_, n) => query(n % 4)),
  ]
}

/** The forms that ask most of an engine's parser, as deep as they are read and deeper. */
const nestings = [
  (inner: string) => `model OR NOT (search ${inner})`,
  (inner: string) => `(model OR NOT (search ${inner}))`,
  (inner: string) => `model OR graph NOT (${inner})`,
  (inner: string) => `model OR graph NOT (search AND (${inner}))`,
  (inner: string) => `-(${inner} OR model) search`,
].flatMap((around) => [4, 5, 9, 10, 11, 19].map((depth) => nested(around, depth)))

function nested(around: (inner: string) => string, depth: number): string {
  return depth === 0 ? 'id:1904.10446v2' : around(nested(around, depth - 1))
}
