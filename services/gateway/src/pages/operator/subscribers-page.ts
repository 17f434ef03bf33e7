import type { SubscriberState } from '@paperboy/contracts'
import type { SubscriberRow } from '@paperboy/database'
import type { ImportReport } from '../../subscribers/import-csv.ts'
import { html, type Markup } from '../markup.ts'
import { whenText } from '../subscriptions/when-text.ts'
import { actButton } from './confirm-page.ts'
import { dataTable } from './data-table.ts'
import { csrfField, houseLayout, type Visit } from './house-layout.ts'
import { number, stateTag, timeTag } from './words.ts'

/** What is looked for; all empty: everybody. */
export type Asked = { q: string; state: SubscriberState | ''; cursor: string }

type Subscribers = {
  list: { items: SubscriberRow[]; nextCursor: string | null }
  asked: Asked
  report?: ImportReport
  fault?: string
}

const MAX_SHOWN_ERRORS = 50

export function subscribersPage(visit: Visit, { list, asked, report, fault }: Subscribers): Markup {
  const found = asked.q !== '' || asked.state !== ''
  return houseLayout(visit, {
    title: 'Subscribers',
    room: 'Subscribers',
    body: html`<h1>Subscribers</h1>
${report && importReport(report)}
${searchForm(asked)}
${list.items.length === 0 ? html`<p class="empty">${found ? 'Nobody of this kind.' : 'Nobody has subscribed so far. Readers do so on the first page; a list from elsewhere is imported below.'}</p>` : subscriberTable(visit, list.items)}
<nav class="pager" aria-label="Pages">
${asked.cursor && html`<a class="button plain" href="${pathOf({ ...asked, cursor: '' })}">The first</a>`}
${list.nextCursor && html`<a class="button" rel="next" href="${pathOf({ ...asked, cursor: list.nextCursor })}">More</a>`}
<a class="button plain" href="/v1/subscribers.csv" download="subscribers.csv">Export all as CSV</a>
</nav>
${visit.mayAct && importForm(visit, fault)}`,
  })
}

const states = ['confirmed', 'pending', 'unsubscribed'] as const

function searchForm({ q, state }: Asked): Markup {
  return html`<form class="days-of" action="/operator/subscribers" method="get" role="search">
<p><label for="q">Address</label><input id="q" name="q" type="search" value="${q}" maxlength="254" autocapitalize="none"></p>
<p><label for="state">State</label><select id="state" name="state"><option value="">any</option>${states.map((name) => html`<option${name === state && html` selected`}>${name}</option>`)}</select></p>
<button class="plain" type="submit">Find</button></form>`
}

function pathOf(asked: Asked): string {
  const query = new URLSearchParams(Object.entries(asked).filter(([, value]) => value !== ''))
  return `/operator/subscribers${query.size > 0 ? `?${query}` : ''}`
}

function importForm({ session }: Visit, fault?: string): Markup {
  return html`<section class="sheet" aria-labelledby="import"><h2 id="import">Import</h2>
<p class="small">A CSV file with a line of headings: <code>email</code> and <code>confirmed_at</code> (when they consented), and as you like <code>trending</code>, <code>queries</code>, <code>time_zone</code>, <code>hour</code>, <code>frequency</code>, <code>weekdays</code>, <code>max_papers</code>. Known and suppressed addresses stay as they are.</p>
<form class="fields" action="/operator/subscribers" method="post" enctype="multipart/form-data">${csrfField(session)}
<p class="field"><label for="file">File</label><input id="file" name="file" type="file" accept=".csv,text/csv" required${fault && html` aria-invalid="true" aria-describedby="fault"`}></p>
${fault && html`<p class="notice" id="fault" role="alert">${fault}</p>`}
<p class="pager"><button type="submit">Import</button></p></form></section>`
}

function importReport({ imported, skipped, failed, errors }: ImportReport): Markup {
  return html`<div class="notice" role="status"><p>${number(imported)} imported, ${number(skipped)} left as they are, ${number(failed)} lines are wrong.</p>
${errors.length > 0 && html`<ul>${errors.slice(0, MAX_SHOWN_ERRORS).map(({ line, reason }) => html`<li>Line ${line}: ${reason}</li>`)}</ul>`}</div>`
}

const columns = [
  { name: 'Address' },
  { name: 'State' },
  { name: 'Topics' },
  { name: 'When', wide: true },
  { name: 'Consent', wide: true },
  { name: 'Act', wide: true },
] as const

function subscriberTable(visit: Visit, rows: SubscriberRow[]): Markup {
  return dataTable({ label: 'Subscribers', columns, rows: rows.map((row) => subscriberRow(visit, row)) })
}

function subscriberRow(visit: Visit, row: SubscriberRow) {
  const { id, email, state, suppressed, topics, pausedUntil, confirmedAt, source } = row
  return [
    html`${email}<br><small>${id}</small>`,
    html`${stateTag(state)}${suppressed && html`<br><small>no mail: ${suppressed}</small>`}`,
    html`${topics.map((topic) => html`<p>${topic === null ? 'trending' : html`<q>${topic}</q>`}</p>`)}`,
    html`${whenText(row)}${pausedUntil && html`<br><small>paused until ${pausedUntil}</small>`}`,
    html`${timeTag(confirmedAt) ?? 'none yet'}<br><small>via ${source}</small>`,
    visit.mayAct &&
      html`<div class="acts">${state !== 'unsubscribed' && actButton(visit, { act: 'unsubscribe', id, name: 'Unsubscribe…', about: email })}${actButton(visit, { act: 'erase', id, name: 'Delete…', about: email })}</div>`,
  ]
}
