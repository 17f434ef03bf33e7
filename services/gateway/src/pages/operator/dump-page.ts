import type { Dump, DumpReport, Reject } from '@paperboy/contracts'
import { isEnded } from '../../dumps/dump-events.ts'
import { longDate } from '../dates.ts'
import { html, type Markup } from '../markup.ts'
import { actButton } from './confirm-page.ts'
import { recordCounts } from './counts.ts'
import { findings } from './findings.ts'
import { houseLayout, type Visit } from './house-layout.ts'
import { languageList } from './languages.ts'
import { nearDuplicateList } from './near-duplicates.ts'
import { rejectItems } from './reject-list.ts'
import { bytesText, dumpState, isUndone, number, timeTag } from './words.ts'

export type Rejects = { items: Reject[]; nextCursor: string | null }
type Shown = { dump: Dump; report: DumpReport; rejects: Rejects; cursor: string }

/** One dump; while it is at work a script keeps state and counts up to date, else there is a link. */
export function dumpPage(visit: Visit, { dump, report, rejects, cursor }: Shown): Markup {
  const path = `/operator/dumps/${encodeURIComponent(dump.id)}`
  const ended = isEnded(dump)
  return houseLayout(visit, {
    title: dump.filename ?? dump.id,
    room: 'Dumps',
    body: html`<section class="sheet" aria-labelledby="dump"${!ended && html` data-events="/v1/dumps/${dump.id}/events"`}>
<h1 id="dump">${dump.filename ?? html`Dump <code>${dump.id}</code>`}</h1>
<p class="facts"><span data-status role="status">${dumpState(dump)}</span>
${!ended && html`<a data-reload href="${path}">Look again</a>`}</p>
${dump.error && html`<p class="notice${!isUndone(dump) && ' bad'}">${dump.error.message} <small>(${dump.error.code})</small></p>`}
${recordCounts(dump.counts)}
<div class="leave">
${actButton(visit, { act: 'replay', id: dump.id, name: 'Replay…' })}
${dump.status === 'done' && dump.counts.rejected > 0 && actButton(visit, { act: 'replay-rejects', id: dump.id, name: 'Replay its rejects…' })}
${!isUndone(dump) && actButton(visit, { act: 'undo', id: dump.id, name: 'Undo…' })}
<a class="button plain" href="/v1/dumps/${dump.id}/raw" download>Download the bytes</a>
</div>
${findings(report)}
${languageList(report.languages)}
${nearDuplicateList(report.nearDuplicates)}
${facts(dump)}
</section>
${rejectList(rejects, { path, cursor, ended, total: dump.counts.rejected })}`,
  })
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

type Place = { path: string; cursor: string; ended: boolean; total: number }

function rejectList({ items, nextCursor }: Rejects, { path, cursor, ended, total }: Place): Markup {
  return html`<section aria-labelledby="rejects" id="rejects-list">
<h2 id="rejects">Rejects</h2>
${
  items.length === 0
    ? html`<p class="empty">No record ${cursor ? 'more ' : ''}was rejected${!ended && ' so far'}.</p>`
    : html`<p class="count">${number(total)} in all. Correct these lines and feed them as a new file; a replay of the rejects helps after an update of Paperboy.</p>${rejectItems(items)}`
}
<nav class="pager" aria-label="Pages of rejects">
${cursor && html`<a class="button plain" href="${path}#rejects-list">The first</a>`}
${nextCursor && html`<a class="button" rel="next" href="${path}?cursor=${encodeURIComponent(nextCursor)}#rejects-list">More rejects</a>`}
</nav>
</section>`
}
