import { html, type Markup } from '../markup.ts'
import { figure } from './figure.ts'
import { number } from './words.ts'

/** `name` on the axis, `label` for the whole bar. */
export type Bar = { name: string; value: number; label: string }

const WIDTH = 480
const HEIGHT = 80
const MAX_BAR = 12
const MIN_BAR = 2
const GAP = 0.25

/**
 * Bars of equal steps of time from left to right: a step without anything is a bar of nothing, so a gap in
 * time is a gap in the picture. Every bar says its value, and `caption` what they are.
 */
export function barChart(bars: Bar[], caption: string): Markup {
  const width = Math.min(MAX_BAR, (WIDTH / bars.length) * (1 - GAP))
  // The first stands at the left edge and the last at the right one, above their names.
  const step = (WIDTH - width) / Math.max(1, bars.length - 1)
  const most = Math.max(1, ...bars.map(({ value }) => value))
  const height = (value: number) => (value === 0 ? 0 : Math.max(MIN_BAR, (value / most) * HEIGHT))
  const said = bars.filter(({ value }) => value > 0)
  return figure({
    caption,
    more: said.length === 0 ? 'nothing yet' : `the top line is ${number(most)}`,
    summary: `${caption}: ${said.map(({ label }) => label).join('; ') || 'nothing'}`,
    picture: html`<svg viewBox="0 0 ${WIDTH} ${HEIGHT + 1}" preserveAspectRatio="none" aria-hidden="true">
<line x1="0" y1="0.5" x2="${WIDTH}" y2="0.5" class="axis"/>
<line x1="0" y1="${HEIGHT + 0.5}" x2="${WIDTH}" y2="${HEIGHT + 0.5}" class="axis"/>
${bars.map(
  ({ value, label }, at) =>
    value > 0 &&
    html`<rect class="bar" x="${fixed(at * step)}" y="${fixed(HEIGHT - height(value))}" width="${fixed(width)}" height="${fixed(height(value))}"><title>${label}</title></rect>`,
)}
</svg>`,
    ends: [bars[0]?.name, bars.length > 1 ? bars.at(-1)?.name : undefined],
    head: ['When', 'How many'],
    rows: said.map(({ label, name, value }) => [label.split(': ', 1)[0] ?? name, number(value)]),
  })
}

function fixed(value: number): string {
  return String(Number(value.toFixed(2)))
}
