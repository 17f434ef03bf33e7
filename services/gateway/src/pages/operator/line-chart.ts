import { html, type Markup } from '../markup.ts'
import { figure } from './figure.ts'

/** One value for each step; null where there is none, which leaves a gap. */
export type Line = { name: string; style: 'first' | 'second' | 'third'; values: (number | null)[] }

type Chart = {
  caption: string
  /** In words, what it shows. */
  said: string
  lines: Line[]
  /** Of each step, as on the axis and in the table. */
  times: string[]
  text: (value: number) => string
}

const WIDTH = 480
const HEIGHT = 100

/** Lines over equal steps of time. They differ in colour and in dashes. */
export function lineChart({ caption, said, lines, times, text }: Chart): Markup {
  const most = Math.max(...lines.flatMap(({ values }) => values.filter((value) => value !== null)), 0)
  const rows = times.flatMap((time, at) => {
    const cells = lines.map(({ values }) => values[at] ?? null)
    return cells.every((cell) => !cell) ? [] : [[time, ...cells.map((cell) => cellText(cell, text))]]
  })
  return figure({
    caption,
    more: most > 0 ? `${said}; the top line is ${text(most)}` : said,
    summary: `${caption}: ${said}`,
    picture: html`<svg class="lines" viewBox="0 0 ${WIDTH} ${HEIGHT + 1}" preserveAspectRatio="none" aria-hidden="true">
<line x1="0" y1="0.5" x2="${WIDTH}" y2="0.5" class="axis"/>
<line x1="0" y1="${HEIGHT / 2}" x2="${WIDTH}" y2="${HEIGHT / 2}" class="axis"/>
<line x1="0" y1="${HEIGHT + 0.5}" x2="${WIDTH}" y2="${HEIGHT + 0.5}" class="axis"/>
${most > 0 && lines.map(({ style, values }) => html`<path class="line ${style}" d="${pathOf(values, most)}"/>`)}
</svg>`,
    legend:
      lines.length > 1
        ? html`<ul class="legend" aria-hidden="true">${lines.map(({ name, style }) => html`<li><svg viewBox="0 0 24 4"><path class="line ${style}" d="M0 2h24"/></svg> ${name}</li>`)}</ul>`
        : html``,
    ends: [times[0], times.at(-1)],
    head: ['When', ...lines.map(({ name }) => name)],
    rows,
  })
}

function cellText(cell: number | null, text: (value: number) => string): string {
  return cell === null ? '–' : text(cell)
}

/** A level for each step, so that one between two gaps is seen as well. */
function pathOf(values: (number | null)[], most: number): string {
  const step = WIDTH / Math.max(1, values.length)
  return values
    .map((value, at) => {
      if (value === null) return ''
      const y = (HEIGHT - (value / most) * (HEIGHT - 2)).toFixed(1)
      const begin = values[at - 1] == null ? `M${(at * step).toFixed(1)} ${y}` : `V${y}`
      return `${begin}H${((at + 1) * step).toFixed(1)}`
    })
    .join('')
}
