import type { Line } from '../read-lines.ts'

export type BibtexPart = {
  /** `unclosed`: another entry begins before its end; its text has got the braces that were missing. */
  kind: 'entry' | 'unclosed' | 'unended' | 'too-long' | 'outside'
  line: number
  text: string
  replacedBytes: number
}

const MAX_ENTRY_CHARS = 4 * 1024 * 1024
const KEPT_OF_LONG_CHARS = 1_000
/** An entry begins anywhere outside of others; within one, only a line that begins so means that it has no end. */
const START = /@\s*[a-z]+\s*[{(]/i
const START_OF_LINE = /^\s*@[a-z]+\s*[{(]/i

/** Cuts BibTeX into its entries by their braces, which TeX wants balanced everywhere, in quotes too. */
export class BibtexEntries {
  private entry: { part: BibtexPart; lines: string[]; chars: number; depth: number; close: string } | null =
    null
  private stray: BibtexPart | null = null
  private skipping = false

  add(line: Line): BibtexPart[] {
    const parts: BibtexPart[] = []
    let rest = line.text
    if (this.entry && START_OF_LINE.test(rest)) parts.push(...this.closeForIt())
    if (this.skipping && START_OF_LINE.test(rest)) this.skipping = false
    while (rest !== '' && !this.skipping) {
      if (!this.entry) rest = this.begin(rest, line, parts)
      else {
        const end = this.endWithin(rest)
        this.keep(rest.slice(0, end ?? rest.length), line)
        rest = end === null ? '' : rest.slice(end)
        parts.push(...this.finish(end !== null))
      }
    }
    return parts
  }

  end(): BibtexPart[] {
    return this.entry ? this.giveUp('unended') : this.takeStray()
  }

  /** What is left of the line from the entry's `@` on; empty where none begins in it. */
  private begin(rest: string, { number, replacedBytes }: Line, parts: BibtexPart[]): string {
    const at = /^\s*%/.test(rest) ? -1 : rest.search(START)
    const before = (at === -1 ? rest : rest.slice(0, at)).trim()
    if (before !== '' && before !== ',') this.addStray(before, number, replacedBytes)
    if (at === -1) return ''
    parts.push(...this.takeStray())
    const part: BibtexPart = { kind: 'entry', line: number, text: '', replacedBytes: 0 }
    const opener = rest.slice(at).match(/[{(]/)?.[0]
    this.entry = { part, lines: [], chars: 0, depth: 0, close: opener === '(' ? ')' : '}' }
    return rest.slice(at)
  }

  /** The place behind the entry's end; null where it goes on in the next line. */
  private endWithin(text: string): number | null {
    const entry = this.entry
    if (!entry) return null
    for (const { 0: char, index } of text.matchAll(/[{}()]/g)) {
      if (char === '{') entry.depth += 1
      else if (char === '}') entry.depth -= 1
      // Parentheses count only around the whole entry.
      const isEnd = entry.close === '}' ? char === '}' && entry.depth <= 0 : char === ')' && entry.depth === 0
      if (isEnd || entry.depth < 0) return index + 1
    }
    return null
  }

  private keep(text: string, { replacedBytes }: Line) {
    if (!this.entry) return
    this.entry.lines.push(text)
    this.entry.chars += text.length
    this.entry.part.replacedBytes += replacedBytes
  }

  private finish(ended: boolean): BibtexPart[] {
    const entry = this.entry
    if (!entry) return []
    if (entry.chars > MAX_ENTRY_CHARS) {
      this.skipping = !ended
      return this.giveUp('too-long')
    }
    if (!ended) return []
    this.entry = null
    return [{ ...entry.part, text: entry.lines.join('\n') }]
  }

  private closeForIt(): BibtexPart[] {
    const entry = this.entry
    this.entry = null
    if (!entry) return []
    const missing = entry.close === '}' ? '}'.repeat(entry.depth) : `${'}'.repeat(entry.depth)})`
    return [{ ...entry.part, kind: 'unclosed', text: `${entry.lines.join('\n')}${missing}` }]
  }

  private giveUp(kind: 'unended' | 'too-long'): BibtexPart[] {
    const entry = this.entry
    this.entry = null
    return entry ? [{ ...entry.part, kind, text: entry.lines.join('\n').slice(0, KEPT_OF_LONG_CHARS) }] : []
  }

  private addStray(text: string, line: number, replacedBytes: number) {
    // A comment, and what reference managers write at the top of their files.
    if (/^(?:%|This file was created with|Encoding: )/.test(text)) return
    this.stray ??= { kind: 'outside', line, text: '', replacedBytes }
    this.stray.text = `${this.stray.text} ${text}`.slice(0, KEPT_OF_LONG_CHARS)
  }

  private takeStray(): BibtexPart[] {
    const stray = this.stray
    this.stray = null
    return stray ? [stray] : []
  }
}
