import { html, type Markup } from '../markup.ts'

type Cell = Markup | string | number | null | undefined | false
type Column = {
  name: string
  /** Numbers stand in columns. */
  kind?: 'number'
  /** On a phone it has a line of its own. */
  wide?: boolean
}
type Table = { label: string; columns: readonly Column[]; rows: Cell[][] }

/**
 * Rows that are looked at and acted on; the first cell names its row. On a phone every row is a card, so that
 * nothing is out of sight; the roles are written out because that style would take them away.
 */
export function dataTable({ label, columns, rows }: Table): Markup {
  return html`<div class="scroll cards" tabindex="0" role="region" aria-label="${label}"><table role="table">
<thead role="rowgroup"><tr role="row">${columns.map(({ name, kind }) => html`<th scope="col" role="columnheader"${kind && html` class="n"`}>${name}</th>`)}</tr></thead>
<tbody role="rowgroup">${rows.map((cells) => row(columns, cells))}</tbody></table></div>`
}

function row(columns: readonly Column[], [first, ...rest]: Cell[]): Markup {
  return html`<tr role="row"><th scope="row" role="rowheader">${first}</th>
${columns.slice(1).map((column, at) => cell(column, rest[at]))}</tr>`
}

function cell({ name, kind, wide }: Column, content: Cell): Markup {
  const style = [kind && 'n', wide && 'wide'].filter(Boolean).join(' ')
  return html`<td role="cell" data-label="${name}" class="${style}">${isThere(content) && html`<div>${content}</div>`}</td>`
}

function isThere(content: Cell): boolean {
  return content !== null && content !== undefined && content !== false && String(content) !== ''
}
