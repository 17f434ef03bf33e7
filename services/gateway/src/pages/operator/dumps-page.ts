import type { Dump } from '@paperboy/contracts'
import { html, type Markup } from '../markup.ts'
import { dataTable } from './data-table.ts'
import { csrfField, houseLayout, type Visit } from './house-layout.ts'
import { bytesText, dumpState, number, timeTag } from './words.ts'

export type DumpList = { items: Dump[]; nextCursor: string | null }
type Dumps = { list: DumpList; first: boolean; formats: readonly string[]; maxBytes: number; fault?: string }

export function dumpsPage(visit: Visit, { list, first, formats, maxBytes, fault }: Dumps): Markup {
  return houseLayout(visit, {
    title: 'Dumps',
    room: 'Dumps',
    body: html`<h1>Dumps</h1>
${first && uploadForm(visit, { formats, maxBytes, ...(fault && { fault }) })}
${list.items.length === 0 ? html`<p class="empty">Nothing was fed so far. Choose a file above: what becomes of every record is shown here.</p>` : dumpTable(list.items)}
<nav class="pager" aria-label="Pages">
${!first && html`<a class="button plain" href="/operator/dumps">Newest</a>`}
${list.nextCursor && html`<a class="button" rel="next" href="/operator/dumps?cursor=${encodeURIComponent(list.nextCursor)}">Older dumps</a>`}
</nav>`,
  })
}

type Upload = { formats: readonly string[]; maxBytes: number; fault?: string }

/** The file comes last: what is said of it must be known before its bytes arrive. */
function uploadForm({ session }: Visit, { formats, maxBytes, fault }: Upload): Markup {
  return html`<section class="sheet" aria-labelledby="feed">
<h2 id="feed">Feed a dump</h2>
<form class="fields" action="/operator/dumps" method="post" enctype="multipart/form-data" data-upload="${maxBytes}">
${csrfField(session)}
<div class="pair">
<p class="field"><label for="date">Day it stands for</label><input id="date" name="date" type="date" aria-describedby="date-hint">
<small id="date-hint">Empty: what the dump states, else today (UTC)</small></p>
<p class="field"><label for="format">Format</label><select id="format" name="format">
<option value="auto">Recognise it</option>${formats.map((name) => html`<option>${name}</option>`)}</select></p>
</div>
<p class="choice"><input id="dry-run" name="dryRun" type="checkbox" value="yes"><label for="dry-run">Dry run: say what it would do, store nothing</label></p>
<p class="field"><label for="file">File, up to ${bytesText(maxBytes)}</label><input id="file" name="file" type="file" required${fault && html` aria-invalid="true" aria-describedby="fault"`}></p>
${fault && html`<p class="notice" id="fault" role="alert">${fault}</p>`}
<p class="pager"><button type="submit">Feed it</button></p>
</form>
</section>`
}

const columns = [
  { name: 'Dump' },
  { name: 'State' },
  { name: 'Day' },
  { name: 'Records', kind: 'number' },
  { name: 'Created', kind: 'number' },
  { name: 'Updated', kind: 'number' },
  { name: 'Rejected', kind: 'number' },
  { name: 'Received', wide: true },
] as const

export function dumpTable(dumps: Dump[]): Markup {
  return dataTable({ label: 'Dumps', columns, rows: dumps.map(dumpRow) })
}

function dumpRow(dump: Dump) {
  const { id, filename, receivedAt, date, format, bytes, counts } = dump
  const { records, created, updated, rejected } = counts
  return [
    html`<a href="/operator/dumps/${encodeURIComponent(id)}">${filename ?? id}</a><br><small>${format ?? 'format not recognised'}, ${bytesText(bytes)}</small>`,
    dumpState(dump),
    date && html`<span class="nowrap">${date}</span>`,
    ...[records, created, updated, rejected].map(number),
    timeTag(receivedAt),
  ]
}
