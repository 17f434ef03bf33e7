import { type Field, type Leaf, quotedLeaves, wordLeaves } from './leaf.ts'

export type QueryToken =
  | { kind: 'open' | 'close' | 'negate' | 'AND' | 'OR' | 'NOT' }
  | { kind: 'text'; leaves: Leaf[]; plain: boolean }

export type Lexed = { tokens: QueryToken[]; faults: string[] }

/** More terms than a reader writes; every term costs both engines work. */
export const MAX_TERMS = 100

const FIELD = /(title|abstract|author|category|id):/iy
const RUN = /[^\s"()]+/uy
const VALUE_RUN = /[^\s"]+/uy
const QUOTED = /"([^"]*)"/y
const NEGATE = /-(?=[\p{L}\p{N}"(])/uy
const WORD_CHARACTER = /[\p{L}\p{N}]/u
const LETTER = /\p{L}/u

/** Cuts a query into tokens. Never throws: what is not an operator is text, what is neither is dropped. */
export function lex(query: string): Lexed {
  const lexer = new Lexer(query.toWellFormed().replace(/[“”„«»]/g, '"'))
  while (lexer.next());
  return { tokens: lexer.tokens, faults: lexer.faults }
}

class Lexer {
  readonly tokens: QueryToken[] = []
  readonly faults: string[] = []
  private readonly text: string
  private at = 0
  private terms = 0

  constructor(text: string) {
    this.text = text
  }

  /** Reads one token; false at the end. */
  next(): boolean {
    if (this.at >= this.text.length) return false
    const character = this.text[this.at] ?? ''
    if (/\s/.test(character)) this.at++
    else if (character === '(' || character === ')') this.operator(character === '(' ? 'open' : 'close', 1)
    else if (this.begins() && this.take(NEGATE)) this.tokens.push({ kind: 'negate' })
    else if (character === '"') this.quote('any')
    else if (!this.field()) this.run()
    return true
  }

  private operator(kind: 'open' | 'close' | 'AND' | 'OR' | 'NOT', length: number): void {
    this.tokens.push({ kind })
    this.at += length
  }

  /** Whether an operator can stand here: after a space or a parenthesis, not inside a word. */
  private begins(): boolean {
    return this.at === 0 || /[\s(]/.test(this.text[this.at - 1] ?? '')
  }

  private take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.at
    const found = pattern.exec(this.text)
    if (found) this.at += found[0].length
    return found
  }

  private quote(field: Field): void {
    const insideWord = field === 'any' && WORD_CHARACTER.test(this.text[this.at - 1] ?? '')
    const quoted = insideWord ? null : this.take(QUOTED)
    if (quoted) {
      this.add(quotedLeaves(field, quoted[1] ?? ''), false)
      return
    }
    // An inch sign or an apostrophe is text; a quote without its other one is worth a word.
    const opens = WORD_CHARACTER.test(this.text[this.at + 1] ?? '')
    if (!insideWord && opens) this.faults.push('a quote is not closed')
    if (insideWord && !opens && LETTER.test(this.text[this.at - 1] ?? ''))
      this.faults.push('a quote is not opened')
    this.at++
  }

  /** `title:word`, `title:"a phrase"`; false where no field stands here. */
  private field(): boolean {
    const start = this.at
    if (start > 0 && !/[\s(-]/.test(this.text[start - 1] ?? '')) return false
    const name = this.take(FIELD)?.[1]
    if (name === undefined) return false
    const field = name.toLowerCase() as Field
    if (this.text[this.at] === '"') {
      this.quote(field)
      return true
    }
    const run = this.take(field === 'id' || field === 'category' ? VALUE_RUN : RUN)?.[0]
    const leaves = run === undefined ? [] : wordLeaves(field, this.balanced(run))
    if (leaves.length > 0) this.add(leaves, false)
    else {
      // "Title: a new method" is a pasted heading; `author:` alone is a field that lost its value.
      if (name === field) this.faults.push(`nothing follows ${field}:`)
      this.add(wordLeaves('any', name), true)
    }
    return true
  }

  /** A DOI may hold parentheses; one that closes a group does not belong to it. */
  private balanced(run: string): string {
    let value = run
    while (value.endsWith(')') && value.split(')').length > value.split('(').length) {
      value = value.slice(0, -1)
      this.at--
    }
    return value
  }

  private run(): void {
    const run = this.take(RUN)?.[0]
    if (run === undefined) this.at++
    else if (run === 'AND' || run === 'OR' || run === 'NOT') this.operator(run, 0)
    else this.add(wordLeaves('any', run), true)
  }

  private add(leaves: Leaf[], plain: boolean): void {
    const kept = leaves.slice(0, MAX_TERMS - this.terms)
    if (kept.length < leaves.length && !this.faults.includes(TOO_LONG)) this.faults.push(TOO_LONG)
    this.terms += kept.length
    if (kept.length > 0) this.tokens.push({ kind: 'text', leaves: kept, plain })
    else if (leaves.length === 0 && this.tokens.at(-1)?.kind === 'negate') this.tokens.pop()
  }
}

const TOO_LONG = `only the first ${MAX_TERMS} words are searched`
