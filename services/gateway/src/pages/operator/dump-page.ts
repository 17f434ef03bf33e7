import type { Dump, Reject } from '@paperboy/contracts'
import { isEnded } from '../../dumps/dump-events.ts'
import { longDate } from '../dates.ts'
import { html, type Markup } from '../markup.ts'
import { actButton } from './confirm-page.ts'
import { houseLayout, type Visit } from './house-layout.ts'
import { bytesText, number, stateTag, timeTag } from './words.ts'

export type Rejects = { items: Reject[]; nextCursor: string | null }
type Shown = { dump: Dump; rejects: Rejects; cursor: string }

const outcomes = ['created', 'updated', 'unchanged', 'rejected'] as const

/** One dump; while it is at work a script keeps state and counts up to date, else there is a link. */
export function dumpPage(visit: Visit, { dump, rejects, cursor }: Shown): Markup {
  const path = `/operator/dumps/${encodeURIComponent(dump.id)}`
  const ended = isEnded(dump)
  return houseLayout(visit, {
    title: dump.filename ?? dump.id,
    room: 'Dumps',
    body: html`<section class="sheet" aria-labelledby="dump"${!ended && html` data-events="/v1/dumps/${dump.id}/events"`}>
<h1 id="dump">${dump.filename ?? html`Dump <code>${dump.id}</code>`}</h1>
<p class="facts"><span data-status role="status">${stateTag(dump.status)}</span>
${!ended && html`<a data-reload href="${path}">Look again</a>`}</p>
${dump.error && html`<p class="notice bad" role="alert">${dump.error.message} <small>(${dump.error.code})</small></p>`}
${counts(dump)}
${facts(dump)}
<div class="leave">
${actButton(visit, { act: 'replay', id: dump.id, name: 'Parse again…' })}
${actButton(visit, { act: 'undo', id: dump.id, name: 'Take back…' })}
<a class="button plain" href="/v1/dumps/${dump.id}/raw" download>Download the bytes</a>
</div>
</section>
${rejectList(rejects, { path, cursor, total: dump.counts.rejected })}`,
  })
}

function counts({ counts: of }: Dump): Markup {
  return html`<dl class="counts">
<div><dt>records</dt><dd data-count="records">${number(of.records)}</dd></div>
${outcomes.map((name) => html`<div class="${name}"><dt>${name}</dt><dd data-count="${name}">${number(of[name])}</dd></div>`)}
<div><dt>searchable</dt><dd data-count="indexed">${number(of.indexed)}</dd></div>
</dl>
${proportions(of)}`
}

/** What became of the records, as one bar; the numbers beside it say the same. */
function proportions(of: Dump['counts']): Markup {
  let x = 0
  const parts = outcomes.map((name) => {
    const width = of.records === 0 ? 0 : (of[name] / of.records) * 100
    const part = html`<rect class="${name}" data-part="${name}" x="${x}" y="0" width="${width}" height="4"/>`
    x += width
    return part
  })
  return html`<svg class="proportions" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true"><rect class="ground" width="100" height="4"/>${parts}</svg>`
}

function facts({ id, sha256, bytes, format, date, receivedAt, finishedAt }: Dump): Markup {
  return html`<dl class="facts list">
<dt>Id</dt><dd><code>${id}</code></dd>
<dt>SHA-256</dt><dd><code>${sha256}</code></dd>
<dt>Size</dt><dd>${bytesText(bytes)}</dd>
<dt>Format</dt><dd>${format ?? 'not recognised yet'}</dd>
<dt>Day</dt><dd>${date ? html`<a href="/digest/${date}">${longDate(date)}</a>` : 'not known yet'}</dd>
<dt>Received</dt><dd>${timeTag(receivedAt)}</dd>
<dt>Ended</dt><dd data-finished>${timeTag(finishedAt) ?? 'not yet'}</dd>
</dl>`
}

type Place = { path: string; cursor: string; total: number }

function rejectList({ items, nextCursor }: Rejects, { path, cursor, total }: Place): Markup {
  return html`<section aria-labelledby="rejects" id="rejects-list">
<h2 id="rejects">Rejects</h2>
${
  items.length === 0
    ? html`<p class="empty">No record ${cursor ? 'more ' : ''}was rejected.</p>`
    : html`<p class="count">${number(total)} in all</p><ul class="rejects">${items.map(
        ({ position, code, reason, excerpt }) =>
          html`<li class="sheet"><p><b>${position}</b>: ${reason} <small>(${code})</small></p>${excerpt && html`<pre tabindex="0">${excerpt}</pre>`}</li>`,
      )}</ul>`
}
<nav class="pager" aria-label="Pages of rejects">
${cursor && html`<a class="button plain" href="${path}#rejects-list">The first</a>`}
${nextCursor && html`<a class="button" rel="next" href="${path}?cursor=${encodeURIComponent(nextCursor)}#rejects-list">More rejects</a>`}
</nav>
</section>`
}
