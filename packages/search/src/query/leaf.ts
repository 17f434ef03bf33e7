import { withoutAddress } from '@paperboy/contracts'
import { readable } from '@paperboy/text'
import { codeNames } from '../text/compounds.ts'
import { stem } from '../text/stem.ts'
import { stopWords } from '../text/stop-words.ts'
import { fold, isUnspaced, words } from '../text/tokens.ts'
import type { LeafNode, QueryNode, TextField } from './ast.ts'

export type Field = 'any' | 'title' | 'abstract' | 'author' | 'category' | 'id'
/** A leaf as it stands in a query; a stop word is a word that need not be found, `word` is as it was written. */
export type Leaf = { node: LeafNode; stop: boolean; word?: string }

/** 大规模语言模型 has seven characters; a longer run is rather a sentence. */
const MAX_TERM = 8
/** Words from other languages are written so, and may be long: ニューラルネットワーク. */
const KATAKANA = /^[\p{sc=Katakana}ー]/u
const STAR = /[\p{L}\p{N}]\*+[,.;:!?]*$/u
/** As bibliographies write a name; papers have it the other way round. A long name is that of an institution. */
const SURNAME_FIRST = /^\s*([^\s,]+(?:\s+[^\s,]+)?)\s*,([^,]+)$/
const POSSESSIVE = /['’](s|d|m|ll|re|ve)(?=\P{L}*$)/iu
const CONTRACTED = /n['’]t\P{L}*$/iu
const ARXIV = /^(\d{4}\.\d{4,5}|[a-z.-]+\/\d{7})(v\d+)?$/
/** Of an id before April 2007: math.GT/0309136 is math/0309136. */
const SUBJECT = /\.[a-z]{2}\//
const ARXIV_DOI = /^10\.48550\/arxiv\.(.+)$/
const ID_PREFIX = /^(?:doi|arxiv):/
const ID = String.raw`\d{4}\.\d{4,5}(?:v\d+)?|[a-z-]+(?:\.[a-z]{2})?\/\d{7}(?:v\d+)?|10\.\d{4,9}\/\S+`
/** arXiv prints "arXiv:2106.04008v1 [cs.LG]". */
const BARE_ID = new RegExp(
  String.raw`^(?:doi:?\s?|arxiv:?\s?)?(?<name>${ID})(?:\.pdf)?(?:\s\[[a-z.-]+\])?$`,
  'i',
)
const SENTENCE_END = /[.,;:!?]+$/
const WRAPPED = /^[([<"“«](.+)[)\]>"”»]$/

/** A run of text without spaces: `deep`, `GPT-4`, `gener*`, or the value of a field. */
export function wordLeaves(field: Field, raw: string): Leaf[] {
  if (field === 'category' || field === 'id') return valueLeaf(field, raw)
  const code = field === 'author' ? [] : codeLeaves(field, raw)
  if (code.length > 0) return code
  // What is left of "Student's" and "don't" without the apostrophe is no word to look for.
  const found = words(field === 'any' ? raw.replace(POSSESSIVE, '') : raw)
  const contracted = field === 'any' && CONTRACTED.test(raw)
  const last = STAR.test(raw) ? found.pop() : undefined
  const leaves: Leaf[] =
    field === 'author'
      ? authorLeaves(found)
      : grouped(found).map((group): Leaf => {
          const [word = ''] = group
          if (group.length > 1) return { node: { kind: 'phrase', field, words: group }, stop: false }
          const stop = contracted || stopWords.has(word)
          return { node: { kind: 'word', field, stem: stem(word) }, stop, word }
        })
  if (last !== undefined) leaves.push({ node: { kind: 'prefix', field, prefix: last }, stop: false })
  return leaves
}

/**
 * What is nothing but an arXiv id or a DOI, also as its address and as it stands in a text: papers of that id, and
 * those whose text names it.
 */
export function bareId(text: string): QueryNode | undefined {
  const ended = text.replace(SENTENCE_END, '')
  const alone = (WRAPPED.exec(ended)?.[1] ?? ended).replace(SENTENCE_END, '')
  const name = BARE_ID.exec(withoutAddress(alone))?.groups?.name
  const [id] = name === undefined ? [] : valueLeaf('id', name)
  const [named] = name === undefined ? [] : quotedLeaves('any', name)
  return id && named && { kind: 'or', nodes: [id.node, named.node] }
}

/** A run of characters without spaces is one term while it is short, or katakana; a long one is a sentence. */
function grouped(found: string[]): string[][] {
  const groups: { script: Script; words: string[] }[] = []
  for (const word of found) {
    const script = scriptOf(word)
    const last = groups.at(-1)
    if (last && script !== 'spaced' && last.script === script) last.words.push(word)
    else groups.push({ script, words: [word] })
  }
  return groups.flatMap(({ script, words: all }) =>
    script === 'unspaced' && all.length > MAX_TERM ? all.map((word) => [word]) : [all],
  )
}

type Script = 'spaced' | 'unspaced' | 'katakana'

function scriptOf(word: string): Script {
  if (!isUnspaced(word)) return 'spaced'
  return KATAKANA.test(word) ? 'katakana' : 'unspaced'
}

/** What stands between quotes. */
export function quotedLeaves(field: Field, text: string): Leaf[] {
  if (field === 'category' || field === 'id') return valueLeaf(field, text)
  // TeX of a copied title is indexed as people read it; outside of quotes its signs would be operators.
  const found = words(field === 'author' ? text.replace(SURNAME_FIRST, '$2 $1') : readable(text))
  if (found.length === 0) return []
  const phrase: Leaf = { node: { kind: 'phrase', field, words: found }, stop: false }
  return field === 'author' ? [phrase] : [phrase, ...codeLeaves(field, text)]
}

/** C++ is not every text with a c. */
function codeLeaves(field: TextField, text: string): Leaf[] {
  return codeNames(text).map((name) => ({ node: { kind: 'word', field, stem: stem(name) }, stop: false }))
}

function authorLeaves(found: string[]): Leaf[] {
  return found.length === 0 ? [] : [{ node: { kind: 'phrase', field: 'author', words: found }, stop: false }]
}

function valueLeaf(field: 'category' | 'id', raw: string): Leaf[] {
  const prefix = /[^*]\*+$/.test(raw)
  const value = raw.trim().toWellFormed().replace(/\*+$/, '').toLowerCase()
  if (fold(value).match(/[\p{L}\p{N}]/u) === null) return []
  return [{ node: { kind: field, values: field === 'id' ? idForms(value) : [value], prefix }, stop: false }]
}

/** The forms in which documents may hold an id: bare, and without the version of an arXiv id. */
export function idForms(value: string): string[] {
  const bare = withoutAddress(value.replace(ID_PREFIX, '')).replace(/\.pdf$/, '')
  const arxiv = ARXIV_DOI.exec(bare)?.[1] ?? bare
  const unversioned = ARXIV.exec(arxiv)?.[1]
  if (unversioned === undefined) return [...new Set([bare, arxiv])]
  return [...new Set([bare, arxiv, unversioned, unversioned.replace(SUBJECT, '/')])]
}
