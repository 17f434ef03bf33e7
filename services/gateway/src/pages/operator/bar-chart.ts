import { html, type Markup } from '../markup.ts'
import { number } from './words.ts'

export type Bar = { name: string; value: number; label: string }

const HEIGHT = 80
const STEP = 16
const BAR = 12
const MIN_BAR = 2
/** Few bars stand at the left; they are not stretched. */
const MIN_STEPS = 30

/** Bars from left to right; every one says its value, and `caption` what they are. */
export function barChart(bars: Bar[], caption: string): Markup {
  const width = Math.max(MIN_STEPS, bars.length) * STEP
  const most = Math.max(1, ...bars.map(({ value }) => value))
  const height = (value: number) => (value === 0 ? 0 : Math.max(MIN_BAR, (value / most) * HEIGHT))
  return html`<figure class="chart"><figcaption>${caption} <small>${most > 1 && `${number(most)} at most`}</small></figcaption>
<svg viewBox="0 0 ${width} ${HEIGHT + 1}" preserveAspectRatio="none" role="img" aria-label="${caption}: ${bars.map(({ label }) => label).join('; ')}">
<line x1="0" y1="${HEIGHT + 0.5}" x2="${width}" y2="${HEIGHT + 0.5}" class="axis"/>
${bars.map(
  ({ value, label }, at) =>
    html`<rect class="bar" x="${at * STEP + (STEP - BAR) / 2}" y="${HEIGHT - height(value)}" width="${BAR}" height="${height(value)}"><title>${label}</title></rect>`,
)}
</svg>
<p class="ends"><span>${bars[0]?.name}</span><span>${bars.length > 1 && bars.at(-1)?.name}</span></p></figure>`
}
