import type { SearchDocument } from '@paperboy/contracts'
import { indexedText } from '../indexed-text.ts'
import type { LeafNode, QueryNode, WordNode } from '../query/ast.ts'
import { allBits, type Bits, bitsFor, difference, intersection, places, setBit, union } from './bits.ts'
import { type PostingLists, postingLists } from './posting-lists.ts'

/** The papers that a query finds for certain, and those that it may find; the same where words decide alone. */
export type Bounds = { sure: Bits; maybe: Bits }
type Places = ReturnType<typeof placesOf>
type Context = { places: Places; all: Bits; none: Bits }

/**
 * What the words of some papers alone tell of a query, in microseconds: everything but the order of the words of a
 * phrase, which the engine knows.
 */
export function wordMatcher(documents: SearchDocument[]): (node: QueryNode) => Bounds {
  const context = {
    places: placesOf(documents),
    all: allBits(documents.length),
    none: bitsFor(documents.length),
  }
  return (node) => bounds(context, node)
}

function placesOf(documents: SearchDocument[]) {
  const texts = documents.map(indexedText)
  return {
    title: postingLists(texts.map((text) => text.title)),
    abstract: postingLists(texts.map((text) => text.abstract)),
    author: postingLists(texts.map((text) => text.authors.flat())),
    titleStems: postingLists(texts.map((text) => text.titleStems)),
    abstractStems: postingLists(texts.map((text) => text.abstractStems)),
    category: postingLists(texts.map((text) => text.categories)),
    id: postingLists(texts.map((text) => text.ids)),
  }
}

const exact = (bits: Bits): Bounds => ({ sure: bits, maybe: bits })

function bounds(context: Context, node: QueryNode): Bounds {
  switch (node.kind) {
    case 'all':
      return exact(context.all)
    case 'none':
      return exact(context.none)
    case 'and':
      return combined(context, node.nodes, intersection)
    case 'or':
      return combined(context, node.nodes, union)
    case 'not': {
      const { sure, maybe } = bounds(context, node.node)
      const never = difference(context.all, maybe)
      return sure === maybe ? exact(never) : { sure: never, maybe: difference(context.all, sure) }
    }
    case 'most':
      return exact(atLeast(context, node.words, node.minimum))
    default:
      return leafBounds(context, node)
  }
}

function combined(context: Context, nodes: QueryNode[], join: (a: Bits, b: Bits) => Bits): Bounds {
  return nodes
    .map((node) => bounds(context, node))
    .reduce((a, b) => {
      const sure = join(a.sure, b.sure)
      return a.sure === a.maybe && b.sure === b.maybe ? exact(sure) : { sure, maybe: join(a.maybe, b.maybe) }
    })
}

function atLeast(context: Context, words: WordNode[], minimum: number): Bits {
  const counts = new Uint8Array(context.none.length * 32)
  for (const word of words)
    for (const at of places(wordBits(context, word))) counts[at] = (counts[at] ?? 0) + 1
  const bits = context.none.slice()
  for (const [at, count] of counts.entries()) if (count >= minimum) setBit(bits, at)
  return bits
}

function wordBits({ places: { titleStems, abstractStems }, none }: Context, { field, stem }: WordNode): Bits {
  const inTitle = field === 'abstract' ? undefined : titleStems.of(stem)
  const inAbstract = field === 'title' ? undefined : abstractStems.of(stem)
  return inTitle && inAbstract ? union(inTitle, inAbstract) : (inTitle ?? inAbstract ?? none)
}

function leafBounds(context: Context, leaf: LeafNode): Bounds {
  switch (leaf.kind) {
    case 'word':
      return exact(wordBits(context, leaf))
    case 'phrase': {
      const maybe = anyOf(
        context,
        exactPlaces(context, leaf.field).map((place) => allWords(context, place, leaf.words)),
      )
      const decided = leaf.words.length === 1 || places(maybe).length === 0
      return decided ? exact(maybe) : { sure: context.none, maybe }
    }
    case 'prefix':
      return exact(
        anyOf(
          context,
          exactPlaces(context, leaf.field).flatMap((place) => place.beginning(leaf.prefix)),
        ),
      )
    case 'category':
    case 'id':
      return exact(anyOf(context, valueLists(context.places[leaf.kind], leaf.values, leaf.prefix)))
    default:
      return leaf satisfies never
  }
}

function valueLists(place: PostingLists, values: string[], prefix: boolean): Bits[] {
  return values.flatMap((value) => (prefix ? place.beginning(value) : (place.of(value) ?? [])))
}

const anyOf = ({ none }: Context, lists: Bits[]): Bits => lists.reduce(union, none)

function allWords({ all, none }: Context, place: PostingLists, words: string[]): Bits {
  return words.map((word) => place.of(word) ?? none).reduce(intersection, all)
}

function exactPlaces({ places }: Context, field: 'any' | 'title' | 'abstract' | 'author'): PostingLists[] {
  return field === 'any' ? [places.title, places.abstract] : [places[field]]
}
