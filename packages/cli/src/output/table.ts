import { printable } from './printable.ts'

type Cell = string | number | null
const GAP = '  '

/** Columns as wide as their widest cell, numbers to the right. Nothing for no rows. */
export function table(head: string[], rows: Cell[][]): string[] {
  if (rows.length === 0) return []
  const cells = [head, ...rows.map((row) => row.map(text))]
  const widths = head.map((_, column) => Math.max(...cells.map((row) => (row[column] ?? '').length)))
  const toRight = head.map((_, column) => rows.every((row) => typeof row[column] === 'number'))
  return cells.map((row) =>
    row
      .map((cell, column) => pad(cell, widths[column] ?? 0, toRight[column] ?? false))
      .join(GAP)
      .trimEnd(),
  )
}

function pad(cell: string, width: number, toRight: boolean): string {
  return toRight ? cell.padStart(width) : cell.padEnd(width)
}

function text(cell: Cell): string {
  if (cell === null || cell === '') return '-'
  return typeof cell === 'number' ? cell.toLocaleString('en') : printable(cell)
}
