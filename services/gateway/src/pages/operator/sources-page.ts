import type { Source } from '@paperboy/contracts'
import { html, type Markup } from '../markup.ts'
import { actButton } from './confirm-page.ts'
import { dataTable } from './data-table.ts'
import { houseLayout, type Visit } from './house-layout.ts'
import { emptySource, type SourceText, sourceForm } from './source-form.ts'
import { number, stateTag, timeTag } from './words.ts'

type Sources = { items: Source[]; formats: readonly string[]; typed?: SourceText; fault?: string }

export function sourcesPage(visit: Visit, { items, formats, typed = emptySource, fault }: Sources): Markup {
  return houseLayout(visit, {
    title: 'Sources',
    room: 'Sources',
    body: html`<h1>Sources</h1>
<p>What is asked on a schedule. Each answer becomes a dump as if it had been uploaded.</p>
${items.length === 0 ? html`<p class="empty">No source so far. Add one below, for instance the listing of a category at arXiv.</p>` : sourceTable(visit, items)}
${
  visit.mayAct &&
  html`<section class="sheet" aria-labelledby="add"><h2 id="add">Add a source</h2>
${sourceForm(visit, { typed, known: false, formats, ...(fault && { fault }) })}</section>`
}`,
  })
}

type Shown = { source: Source; formats: readonly string[]; typed: SourceText; fault?: string }

export function sourcePage(visit: Visit, { source, formats, typed, fault }: Shown): Markup {
  const { name, origin } = source
  const own = origin === 'operator'
  return houseLayout(visit, {
    title: `Source ${name}`,
    room: 'Sources',
    body: html`<section class="sheet" aria-labelledby="source"><h1 id="source">${name}</h1>
${state(source)}
${visit.mayAct && html`<div class="leave">${steps(visit, source)}${own && actButton(visit, { act: 'remove-source', id: name, name: 'Remove…', about: name })}</div>`}
</section>
${
  own
    ? visit.mayAct &&
      html`<section class="sheet" aria-labelledby="change"><h2 id="change">Change it</h2>${sourceForm(visit, { typed, known: true, formats, ...(fault && { fault }) })}</section>`
    : html`<p class="notice">It stands in the file that <code>SOURCES</code> names, and is changed there.</p>`
}`,
  })
}

function state(source: Source): Markup {
  const { url, format, cron, timeZone, nextAt, checkedAt, outcome, failures, dumpId, pages } = source
  return html`<dl class="facts list">
<dt>Address</dt><dd>${url}</dd>
<dt>When</dt><dd><code>${cron}</code> ${timeZone}</dd>
<dt>Next</dt><dd>${source.pausedAt ? html`paused since ${timeTag(source.pausedAt)}` : timeTag(nextAt)}</dd>
<dt>Format</dt><dd>${format}</dd>
<dt>Last asked</dt><dd>${timeTag(checkedAt) ?? 'never'}</dd>
<dt>Outcome</dt><dd>${outcome ?? '–'}${failures > 0 && html`, ${number(failures)} failures in a row`}${pages > 0 && html`, ${number(pages)} pages so far`}</dd>
<dt>Last dump</dt><dd>${dumpId ? html`<a href="/operator/dumps/${dumpId}">${dumpId}</a>` : '–'}</dd>
</dl>`
}

const columns = [
  { name: 'Source' },
  { name: 'State', wide: true },
  { name: 'Last asked', wide: true },
  { name: 'Next', wide: true },
  { name: 'Act', wide: true },
] as const

function sourceTable(visit: Visit, sources: Source[]): Markup {
  return dataTable({ label: 'Sources', columns, rows: sources.map((source) => sourceRow(visit, source)) })
}

function sourceRow(visit: Visit, source: Source) {
  const { name, url, cron, timeZone, outcome, failures, checkedAt, nextAt, pausedAt, dumpId } = source
  return [
    html`<a href="/operator/sources/${name}">${name}</a><br><small>${url}</small>`,
    html`${stateTag(sourceState(source))}${outcome && html`<br><small>${outcome}${failures > 1 && `, ${number(failures)} times`}</small>`}`,
    html`${timeTag(checkedAt) ?? 'never'}${dumpId && html`<br><small><a href="/operator/dumps/${dumpId}">its dump<span class="hidden"> of ${name}</span></a></small>`}`,
    html`${pausedAt ? 'paused' : timeTag(nextAt)}<br><small><code>${cron}</code> ${timeZone}</small>`,
    visit.mayAct && steps(visit, source),
  ]
}

function steps(visit: Visit, { name, pausedAt }: Source): Markup {
  const button = (act: string, text: string) =>
    actButton(visit, { act, id: name, name: text, about: name, sure: true })
  return pausedAt
    ? button('resume-source', 'Resume')
    : html`<div class="acts">${button('poll-source', 'Ask now')}${button('pause-source', 'Pause')}</div>`
}

function sourceState({ pausedAt, checkedAt, failures }: Source): string {
  if (pausedAt) return 'paused'
  if (failures > 0) return 'failed'
  return checkedAt === null ? 'new' : 'done'
}
