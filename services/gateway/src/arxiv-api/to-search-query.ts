import { AppError } from '@paperboy/service-kit'
import type { ArxivField, QueryNode } from './query-node.ts'

/** Limits of the search's own query language. */
const MAX_LENGTH = 500
const MAX_TERMS = 60

type Written = { text: string; terms: number } | 'all' | 'none'
const PREFIX: Record<ArxivField, string> = {
  ...{ ti: 'title:', au: 'author:', abs: 'abstract:', cat: 'category:', id: 'id:' },
  ...{ all: '', unknown: '' },
}

/** The query in Paperboy's own language; null where nothing can match, '' where everything does. */
export function toSearchQuery(node: QueryNode): string | null {
  const whole = write(node, true)
  // Of a long query the names of authors are looked for only where it asks for them.
  const written = isTooLong(whole) ? write(node, false) : whole
  if (written === 'none') return null
  if (written === 'all') return ''
  if (isTooLong(written)) {
    throw new AppError(
      'BAD_REQUEST',
      `search_query is too long: ${MAX_LENGTH} characters and ${MAX_TERMS} terms at most. Ask in parts.`,
    )
  }
  return written.text
}

function isTooLong(written: Written): boolean {
  return typeof written === 'object' && (written.text.length > MAX_LENGTH || written.terms > MAX_TERMS)
}

function write(node: QueryNode, authorsToo: boolean): Written {
  switch (node.kind) {
    case 'all':
    case 'none':
      return node.kind
    // Dates were taken out before.
    case 'dates':
      return 'all'
    case 'bare':
      return { text: node.text, terms: node.text.split(' ').length }
    case 'term':
      return writeTerm(node, authorsToo)
    case 'not':
      return negate(write(node.node, authorsToo))
    case 'and':
    case 'or':
      return join(
        node.kind,
        node.nodes.map((part) => write(part, authorsToo)),
      )
    default:
      return node satisfies never
  }
}

function negate(part: Written): Written {
  if (part === 'all') return 'none'
  if (part === 'none') return 'all'
  return { text: `NOT (${part.text})`, terms: part.terms }
}

function join(kind: 'and' | 'or', parts: Written[]): Written {
  const [decides, idle] = kind === 'and' ? (['none', 'all'] as const) : (['all', 'none'] as const)
  if (parts.includes(decides)) return decides
  const rest = parts.filter((part) => typeof part === 'object')
  const [first] = rest
  if (!first) return idle
  if (rest.length === 1) return first
  return {
    text: `(${rest.map(({ text }) => text).join(kind === 'and' ? ' AND ' : ' OR ')})`,
    terms: rest.reduce((sum, { terms }) => sum + terms, 0),
  }
}

type Term = Extract<QueryNode, { kind: 'term' }>

function writeTerm({ field, text, quoted }: Term, authorsToo: boolean): Written {
  const words = text.replace(/["()]/g, ' ').replace(/\s+/g, ' ').trim()
  if (field === 'cat' || field === 'id') return one(`${PREFIX[field]}${words.replace(/ /g, '')}`)
  if (field === 'au') return author(words, quoted)
  const value = quoted ? `"${words}"` : run(words)
  if (field !== 'all' || !authorsToo) return one(`${PREFIX[field]}${value}`)
  // All fields: authors are a field of their own.
  const name = author(words, quoted)
  return { text: `(${value} OR ${name.text})`, terms: 1 + name.terms }
}

type Text = Extract<Written, object>

function one(text: string): Text {
  return { text, terms: 1 }
}

/** `del_maestro` is how arXiv's manual writes a name of two words, and `hinton_g` one with an initial. */
function author(words: string, quoted: boolean): Text {
  const name = words.replace(/_/g, ' ').trim()
  if (!quoted && !name.includes(' ')) return one(`author:${run(name)}`)
  const parts = name.split(/[\s.,]+/).filter(Boolean)
  const initials = parts.filter((part) => /^\p{L}$/u.test(part)).map((letter) => `author:${letter}*`)
  const rest = parts.filter((part) => !/^\p{L}$/u.test(part)).join(' ')
  if (initials.length === 0 || rest === '') return one(`author:"${name}"`)
  // Papers have names in full.
  const wanted = [`author:"${rest}"`, ...initials]
  return { text: `(${wanted.join(' AND ')})`, terms: wanted.length }
}

/** A sign in front would mean something else to the search; a star at the end means the same. */
function run(text: string): string {
  return text.replace(/^[^\p{L}\p{N}]+/u, '').replace(/[*?](?!$)/gu, '')
}
