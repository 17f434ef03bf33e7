import type { Line } from '../read-lines.ts'

/** One item of a listing, or a stretch between items that is none. */
export type ListingPart =
  | { kind: 'item'; line: number; head: string[]; abstract: string[]; footer: string; replacedBytes: number }
  | { kind: 'cut-item'; line: number; text: string }
  | { kind: 'garbage'; line: number; text: string }

const FENCE = /^\\\\\s*$/
const FOOTER = /^\\\\\s*\(\s*(.*?)\s*\)\s*$/
const ITEM = /^\s*(?:arXiv:\s?\S+|Paper:\s?\S+\/\d{7})\s*(?:\(.*\))?\s*$/
/** Lines between items: they begin the next part of the listing or end it. */
const RULE = /^\s*(?:-{40,}|(?:%-){20,}%?|(?:%%--){10,}(?:%%)?|(?:%%%---){6,}(?:%%%)?)\s*$/
const LAST_RULE = /^\s*(?:%%%---){6,}/
/** A mail begins; what stands before its first item is about the mail. */
const MAIL_HEAD =
  /^\s*(?:Send any comments regarding|received from\s|Submissions to:|Archives at http|(?:Received|Return-Path|From|Subject|Message-ID|MIME-Version|Content-[\w-]+):?\s)/i

const MAX_STRAY_CHARS = 1_000

type State = 'head-of-mail' | 'between' | 'head' | 'abstract'

/** Groups the lines of a listing mail; several mails may follow one another. */
export class ListingItems {
  private state: State = 'head-of-mail'
  private item = this.emptyItem(0)
  private stray: { line: number; text: string } | null = null

  add(line: Line): ListingPart[] {
    if (this.state === 'head') return this.inHead(line)
    if (this.state === 'abstract') return this.inAbstract(line)
    return this.outside(line)
  }

  end(): ListingPart[] {
    if (this.state === 'head' || this.state === 'abstract') {
      const { line, head, abstract } = this.item
      return [{ kind: 'cut-item', line, text: [...head, ...abstract].join(' ') }]
    }
    return this.takeStray()
  }

  private outside({ text, number, replacedBytes }: Line): ListingPart[] {
    if (ITEM.test(text)) {
      this.item = this.emptyItem(number)
      this.item.head.push(text)
      this.item.replacedBytes = replacedBytes
      this.state = 'head'
      return this.takeStray()
    }
    if (MAIL_HEAD.test(text)) this.state = 'head-of-mail'
    const isFurniture =
      this.state === 'head-of-mail' || RULE.test(text) || FENCE.test(text) || FOOTER.test(text)
    // The text behind the last rule is about the service.
    if (LAST_RULE.test(text)) this.state = 'head-of-mail'
    if (isFurniture || text.trim() === '') return this.takeStray()
    if (this.stray) this.stray.text = `${this.stray.text} ${text}`.slice(0, MAX_STRAY_CHARS)
    else this.stray = { line: number, text }
    return []
  }

  private inHead(line: Line): ListingPart[] {
    if (FENCE.test(line.text)) this.state = 'abstract'
    else if (FOOTER.test(line.text) || RULE.test(line.text)) return this.close(line)
    else this.keep(this.item.head, line)
    return []
  }

  private inAbstract(line: Line): ListingPart[] {
    // An item without an end, and behind its head the fence of the next one.
    if (this.item.abstract.length === 0 && ITEM.test(line.text))
      return [...this.close(null), ...this.outside(line)]
    if (FENCE.test(line.text) || FOOTER.test(line.text) || RULE.test(line.text)) return this.close(line)
    this.keep(this.item.abstract, line)
    return []
  }

  private keep(lines: string[], { text, replacedBytes }: Line) {
    lines.push(text)
    this.item.replacedBytes += replacedBytes
  }

  private close(line: Line | null): ListingPart[] {
    this.state = 'between'
    const footer = FOOTER.exec(line?.text ?? '')?.[1] ?? ''
    return [{ kind: 'item', ...this.item, footer }]
  }

  private takeStray(): ListingPart[] {
    const stray = this.stray
    this.stray = null
    return stray ? [{ kind: 'garbage', ...stray }] : []
  }

  private emptyItem(line: number) {
    return { line, head: [] as string[], abstract: [] as string[], replacedBytes: 0 }
  }
}
