import type { Dump } from '@paperboy/contracts'
import { html, type Markup } from '../markup.ts'
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
${list.items.length === 0 ? html`<p class="empty">Nothing was fed so far.</p>` : dumpTable(list.items)}
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
<p class="choice"><input id="dry-run" name="dryRun" type="checkbox" value="yes"><label for="dry-run">Only try it out: say what it would do, store nothing</label></p>
<p class="field"><label for="file">File, up to ${bytesText(maxBytes)}</label><input id="file" name="file" type="file" required${fault && html` aria-invalid="true" aria-describedby="fault"`}></p>
${fault && html`<p class="notice" id="fault" role="alert">${fault}</p>`}
<p class="pager"><button type="submit">Feed it</button></p>
</form>
</section>`
}

export function dumpTable(dumps: Dump[]): Markup {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Dumps"><table>
<thead><tr><th scope="col">Received</th><th scope="col">Dump</th><th scope="col">State</th><th scope="col">Day</th><th scope="col" class="n">Records</th><th scope="col" class="n">Created</th><th scope="col" class="n">Updated</th><th scope="col" class="n">Rejected</th></tr></thead>
<tbody>${dumps.map(dumpRow)}</tbody></table></div>`
}

function dumpRow(dump: Dump): Markup {
  const { id, filename, receivedAt, date, format, bytes, counts } = dump
  return html`<tr><td>${timeTag(receivedAt)}</td>
<th scope="row"><a href="/operator/dumps/${encodeURIComponent(id)}">${filename ?? id}</a><br><small>${format ?? 'not recognised yet'}, ${bytesText(bytes)}</small></th>
<td>${dumpState(dump)}</td><td>${date}</td>
<td class="n">${number(counts.records)}</td><td class="n">${number(counts.created)}</td><td class="n">${number(counts.updated)}</td><td class="n">${number(counts.rejected)}</td></tr>`
}
