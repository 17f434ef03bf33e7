import type { Line } from '../read-lines.ts'

/** A row: a line, or several that a cell in quotation marks holds together. `unclosed`: its mark never closes. */
export type Row = Omit<Line, 'fault'> & { fault: Line['fault'] | 'unclosed' }

export const MAX_ROW_LINES = 100
const MAX_ROW_CHARS = 4 * 1024 * 1024

/**
 * Puts the lines of rows together. A quotation mark that never closes would take the rest of the table along:
 * after so many lines it is a fault of its own line alone, and the lines after it are read again.
 */
export function rowLines(delimiter: string): { add(line: Line): Row[]; end(): Row[] } {
  let open: Line[] = []
  let chars = 0
  const close = (): Line[] => {
    const lines = open
    open = []
    chars = 0
    return lines
  }

  function add(line: Line): Row[] {
    if (line.fault) return [...end(), line]
    const after = stateAfter(line.text, delimiter, open.length > 0)
    open.push(line)
    chars += line.text.length
    if (after === 'closed') return [whole(close())]
    const mayGoOn = after === 'open' && open.length < MAX_ROW_LINES && chars < MAX_ROW_CHARS
    return mayGoOn ? [] : giveUp()
  }
  function giveUp(): Row[] {
    const [first, ...again] = close()
    return first ? [{ ...first, fault: 'unclosed' }, ...again.flatMap(add)] : []
  }
  function end(): Row[] {
    const rows: Row[] = []
    while (open.length > 0) rows.push(...giveUp())
    return rows
  }
  return { add, end }
}

function whole(lines: Line[]): Row {
  const [first] = lines
  return {
    text: lines.map(({ text }) => text).join('\n'),
    number: first?.number ?? 0,
    replacedBytes: lines.reduce((sum, line) => sum + line.replacedBytes, 0),
    fault: null,
  }
}

type After = 'closed' | 'open' | 'broken'

/**
 * How a row stands behind this line of it. A mark opens where a cell begins, and closes where one ends; two are
 * one within. Another mark is forgiven in the line where the cell opened; in a later one it opens a new cell,
 * so that the old one was never closed.
 */
function stateAfter(text: string, delimiter: string, wasOpen: boolean): After {
  let isOpen = wasOpen
  let isHere = !wasOpen
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) {
    const next = text[at + 1]
    if (!isOpen) {
      isOpen = at === 0 || text[at - 1] === delimiter
      isHere = true
    } else if (next === '"') at += 1
    else if (next === undefined || next === delimiter) isOpen = false
    else if (!isHere) return 'broken'
  }
  return isOpen ? 'open' : 'closed'
}
