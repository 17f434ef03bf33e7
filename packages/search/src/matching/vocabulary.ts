import type { SearchDocument } from '@paperboy/contracts'
import { indexedText } from '../indexed-text.ts'
import type { LeafNode, QueryNode, WordNode } from '../query/ast.ts'

/** The words of some documents, by where a query looks for them. */
export type Vocabulary = {
  /** False only for a query that finds none of the documents: most queries have a word that none of them has. */
  mayMatch(node: QueryNode): boolean
}

type Words = { has(word: string): boolean; hasPrefix(prefix: string): boolean }
type Places = Record<
  'title' | 'abstract' | 'author' | 'titleStems' | 'abstractStems' | 'category' | 'id',
  Words
>

export function vocabularyOf(documents: SearchDocument[]): Vocabulary {
  const places = placesOf(documents)
  const mayMatch = (node: QueryNode): boolean => {
    switch (node.kind) {
      case 'all':
      case 'not':
        return true
      case 'none':
        return false
      case 'and':
        return node.nodes.every(mayMatch)
      case 'or':
        return node.nodes.some(mayMatch)
      case 'most':
        return node.words.filter((word) => hasStem(places, word)).length >= node.minimum
      default:
        return hasLeaf(places, node)
    }
  }
  return { mayMatch }
}

function placesOf(documents: SearchDocument[]): Places {
  const sets = {
    title: new Set<string>(),
    abstract: new Set<string>(),
    author: new Set<string>(),
    titleStems: new Set<string>(),
    abstractStems: new Set<string>(),
    category: new Set<string>(),
    id: new Set<string>(),
  }
  const add = (place: keyof typeof sets, words: string[]) => {
    for (const word of words) sets[place].add(word)
  }
  for (const document of documents) {
    const text = indexedText(document)
    add('title', text.title)
    add('abstract', text.abstract)
    add('author', text.authors.flat())
    add('titleStems', text.titleStems)
    add('abstractStems', text.abstractStems)
    add('category', text.categories)
    add('id', text.ids)
  }
  return mapValues(sets, wordsOf)
}

function mapValues<K extends string, V, W>(record: Record<K, V>, map: (value: V) => W): Record<K, W> {
  const entries = Object.entries<V>(record).map(([key, value]) => [key, map(value)])
  return Object.fromEntries(entries) as Record<K, W>
}

function wordsOf(set: Set<string>): Words {
  let sorted: string[] | undefined
  return {
    has: (word) => set.has(word),
    hasPrefix(prefix) {
      sorted ??= [...set].sort()
      return sorted[firstNotBelow(sorted, prefix)]?.startsWith(prefix) === true
    },
  }
}

/** Where `word` stands or would stand: what begins with it comes next. */
function firstNotBelow(sorted: string[], word: string): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((sorted[middle] ?? '') < word) low = middle + 1
    else high = middle
  }
  return low
}

function hasStem({ titleStems, abstractStems }: Places, { field, stem }: WordNode): boolean {
  return (field !== 'abstract' && titleStems.has(stem)) || (field !== 'title' && abstractStems.has(stem))
}

function hasLeaf(places: Places, leaf: LeafNode): boolean {
  switch (leaf.kind) {
    case 'word':
      return hasStem(places, leaf)
    case 'phrase':
      return exactPlaces(places, leaf.field).some((place) => leaf.words.every((word) => place.has(word)))
    case 'prefix':
      return exactPlaces(places, leaf.field).some((place) => place.hasPrefix(leaf.prefix))
    case 'category':
    case 'id': {
      const place = places[leaf.kind]
      return leaf.values.some((value) => (leaf.prefix ? place.hasPrefix(value) : place.has(value)))
    }
    default:
      return leaf satisfies never
  }
}

function exactPlaces(places: Places, field: 'any' | 'title' | 'abstract' | 'author'): Words[] {
  return field === 'any' ? [places.title, places.abstract] : [places[field]]
}
