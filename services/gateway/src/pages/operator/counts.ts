import type { DumpReport } from '@paperboy/contracts'
import { html, type Markup } from '../markup.ts'
import { number } from './words.ts'

const outcomes = ['created', 'updated', 'unchanged', 'rejected'] as const

type RecordCounts = DumpReport['counts']

/** What became of the records, as numbers and as one bar; `indexed` only where there is an index to ask. */
export function recordCounts(counts: RecordCounts & { indexed?: number }): Markup {
  const { records, indexed } = counts
  return html`<dl class="counts">
<div><dt>records</dt><dd data-count="records">${number(records)}</dd></div>
${outcomes.map((name) => html`<div class="${name}${counts[name] === 0 && ' none'}"><dt>${name}</dt><dd data-count="${name}">${number(counts[name])}</dd></div>`)}
${indexed !== undefined && html`<div><dt>searchable</dt><dd data-count="indexed">${number(indexed)}</dd></div>`}
</dl>
${proportions(counts)}`
}

function proportions(counts: RecordCounts): Markup {
  let x = 0
  const parts = outcomes.map((name) => {
    const width = counts.records === 0 ? 0 : (counts[name] / counts.records) * 100
    const part = html`<rect class="${name}" data-part="${name}" x="${x}" y="0" width="${width}" height="4"/>`
    x += width
    return part
  })
  return html`<svg class="proportions" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true"><rect class="ground" width="100" height="4"/>${parts}</svg>`
}
