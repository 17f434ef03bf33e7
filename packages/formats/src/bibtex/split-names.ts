import { unbrace } from './unbrace.ts'

/** "Yue Feng and Wang, Yang and {The Team}": names with the first name first. */
export function splitNames(text: string): string[] {
  return splitOutside(text.replace(/\s+/g, ' '), / and /iy)
    .map(nameInOrder)
    .filter((name) => name !== '')
}

/** "Last, First" and "Last, Jr, First" as they are spoken. A name in braces is one whole thing. */
function nameInOrder(name: string): string {
  const [last = '', ...rest] = splitOutside(name, /,/y).map((part) => unbrace(part).trim())
  if (rest.length === 0) return last
  const first = rest.at(-1) ?? ''
  return [first, last, ...rest.slice(0, -1)].filter((part) => part !== '').join(' ')
}

/** Splits where `separator` (sticky) matches outside of braces. */
function splitOutside(text: string, separator: RegExp): string[] {
  const parts: string[] = []
  let depth = 0
  let from = 0
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '{') depth += 1
    else if (text[at] === '}') depth -= 1
    separator.lastIndex = at
    const found = depth === 0 ? separator.exec(text) : null
    if (!found) continue
    parts.push(text.slice(from, at).trim())
    from = at + found[0].length
    at = from - 1
  }
  return [...parts, text.slice(from).trim()]
}
