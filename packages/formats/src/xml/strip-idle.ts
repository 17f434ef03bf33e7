import { endOf } from './record-tokens.ts'

const IDLE = /<!--|<\?|<!DOCTYPE\s|\ufeff/g

/**
 * A text without comments, instructions, document types and byte order marks: nothing in them matters, and in
 * the middle of a stream of several documents they are faults. Null where one of them has no end.
 */
export function stripIdle(text: string): string | null {
  let kept = ''
  let from = 0
  IDLE.lastIndex = 0
  for (let found = IDLE.exec(text); found; found = IDLE.exec(text)) {
    const token = found[0]
    kept += text.slice(from, found.index)
    from = found.index + token.length
    if (token !== '\ufeff') {
      const until = token === '<?' ? '?>' : (endOf(token, text, found.index) ?? '>')
      const end = text.indexOf(until, from)
      if (end === -1) return null
      from = end + until.length
    }
    IDLE.lastIndex = from
  }
  return kept + text.slice(from)
}
