/** A line as it was meant: links that a capture breaks over lines are whole again. */
export type LogicalLine = { text: string; number: number; blankBefore: boolean; indented: boolean }
type Physical = { text: string; number: number }

const MAX_JOINED_LINES = 60
const MAX_JOINED_CHARS = 20_000
const HEADING = /^\s{0,3}#{1,6}\s/

/** A line with a link that is opened and not closed goes on until it closes; if it never does, it is taken as it is. */
export function logicalLines(lines: readonly Physical[]): LogicalLine[] {
  const whole: LogicalLine[] = []
  let before = 0
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at]
    if (!line) continue
    const joined = openLinks(line.text, 0) > 0 ? joinLink(lines, at) : null
    const indented = /^\s/.test(line.text)
    whole.push({
      text: joined?.text ?? line.text,
      number: line.number,
      blankBefore: line.number - before > 1,
      indented,
    })
    at = joined?.last ?? at
    before = lines[at]?.number ?? line.number
  }
  return whole
}

function joinLink(lines: readonly Physical[], from: number): { text: string; last: number } | null {
  const parts = [lines[from]?.text ?? '']
  let depth = openLinks(parts[0] ?? '', 0)
  let chars = 0
  for (let at = from + 1; at < Math.min(lines.length, from + MAX_JOINED_LINES); at += 1) {
    const next = lines[at]?.text ?? ''
    chars += next.length
    if (HEADING.test(next) || chars > MAX_JOINED_CHARS) return null
    parts.push(next.trim())
    depth = openLinks(next, depth)
    if (depth > 0) continue
    const text = parts.map((part) => part.replace(/\\+\s*$/, '')).join(' ')
    return /\]\(|\]\[/.test(next) ? { text, last: at } : null
  }
  return null
}

/** How many brackets are open after a line that begins with so many. */
function openLinks(text: string, before: number): number {
  let depth = before
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at]
    if (char === '\\') at += 1
    else if (char === '[') depth += 1
    else if (char === ']') depth = Math.max(0, depth - 1)
  }
  return depth
}
