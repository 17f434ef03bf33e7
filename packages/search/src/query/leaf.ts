import { codeNames } from '../text/compounds.ts'
import { stem } from '../text/stem.ts'
import { stopWords } from '../text/stop-words.ts'
import { fold, words } from '../text/tokens.ts'
import type { LeafNode, QueryNode, TextField } from './ast.ts'

export type Field = 'any' | 'title' | 'abstract' | 'author' | 'category' | 'id'
/** A leaf as it stands in a query; a stop word is a word that need not be found, `word` is as it was written. */
export type Leaf = { node: LeafNode; stop: boolean; word?: string }

const STAR = /[\p{L}\p{N}]\*+[,.;:!?]*$/u
const POSSESSIVE = /['’](s|d|m|ll|re|ve)(?=\P{L}*$)/iu
const CONTRACTED = /n['’]t\P{L}*$/iu
const ARXIV = /^(\d{4}\.\d{4,5}|[a-z.-]+\/\d{7})(v\d+)?$/
/** Of an id before April 2007: math.GT/0309136 is math/0309136. */
const SUBJECT = /\.[a-z]{2}\//
const ARXIV_DOI = /^10\.48550\/arxiv\.(.+)$/
const ID_PREFIX = /^(https?:\/\/(dx\.)?doi\.org\/|https?:\/\/(www\.)?arxiv\.org\/(abs|pdf)\/|doi:|arxiv:)/
const BARE_ID =
  /^(?:https?:\/\/(?:dx\.)?doi\.org\/|https?:\/\/(?:www\.)?arxiv\.org\/(?:abs|pdf)\/|doi:\s?|arxiv:\s?)?(?<name>\d{4}\.\d{4,5}(?:v\d+)?|[a-z-]+(?:\.[a-z]{2})?\/\d{7}(?:v\d+)?|10\.\d{4,9}\/\S+)$/i

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
      : found.map((word) => ({
          node: { kind: 'word', field, stem: stem(word) },
          stop: contracted || stopWords.has(word),
          word,
        }))
  if (last !== undefined) leaves.push({ node: { kind: 'prefix', field, prefix: last }, stop: false })
  return leaves
}

/** What is nothing but an arXiv id or a DOI, also as its address: papers of that id, and those whose text names it. */
export function bareId(text: string): QueryNode | undefined {
  const name = BARE_ID.exec(text)?.groups?.name
  const [id] = name === undefined ? [] : valueLeaf('id', name)
  const [named] = name === undefined ? [] : quotedLeaves('any', name)
  return id && named && { kind: 'or', nodes: [id.node, named.node] }
}

/** What stands between quotes. */
export function quotedLeaves(field: Field, text: string): Leaf[] {
  if (field === 'category' || field === 'id') return valueLeaf(field, text)
  const found = words(text)
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
  const bare = value.replace(ID_PREFIX, '').replace(/\.pdf$/, '')
  const arxiv = ARXIV_DOI.exec(bare)?.[1] ?? bare
  const unversioned = ARXIV.exec(arxiv)?.[1]
  if (unversioned === undefined) return [...new Set([bare, arxiv])]
  return [...new Set([bare, arxiv, unversioned, unversioned.replace(SUBJECT, '/')])]
}
