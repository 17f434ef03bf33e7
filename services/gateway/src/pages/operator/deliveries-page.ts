import type { DeliveryRow } from '@paperboy/database'
import type { reportOf } from '../../deliveries/report-of.ts'
import { longDate } from '../dates.ts'
import { html, type Markup } from '../markup.ts'
import { actButton } from './confirm-page.ts'
import { houseLayout, type Visit } from './house-layout.ts'
import { number, stateTag, timeTag } from './words.ts'

type Deliveries = {
  date: string
  report: ReturnType<typeof reportOf>
  list: { items: DeliveryRow[]; nextCursor: string | null }
  cursor: string
}

const columns = ['due', 'sent', 'skipped', 'waiting', 'failed', 'unknown'] as const

export function deliveriesPage(visit: Visit, { date, report, list, cursor }: Deliveries): Markup {
  return houseLayout(visit, {
    title: `Deliveries of ${longDate(date)}`,
    room: 'Deliveries',
    body: html`<h1>Deliveries of <time datetime="${date}">${longDate(date)}</time></h1>
<form class="days-of" action="/operator/deliveries" method="get"><label for="day">Day</label>
<input id="day" name="date" type="date" value="${date}" required><button class="plain" type="submit">Show</button></form>
<dl class="counts">${columns.map((name) => html`<div><dt>${name === 'unknown' ? 'held' : name}</dt><dd>${number(report[name])}</dd></div>`)}</dl>
${report.reasons.length > 0 && html`<ul>${report.reasons.map(({ state, reason, count }) => html`<li>${stateTag(state)} ${number(count)} × ${reason}</li>`)}</ul>`}
<div class="leave">${actButton(visit, { act: 'send-digest', id: date, name: 'Send this digest now…' })}</div>
${list.items.length === 0 ? html`<p class="empty">No issue of this day.</p>` : deliveryTable(visit, date, list.items)}
<nav class="pager" aria-label="Pages">
${cursor && html`<a class="button plain" href="/operator/deliveries?date=${date}">The first</a>`}
${list.nextCursor && html`<a class="button" rel="next" href="/operator/deliveries?date=${date}&amp;cursor=${encodeURIComponent(list.nextCursor)}">More</a>`}
</nav>`,
  })
}

function deliveryTable(visit: Visit, date: string, rows: DeliveryRow[]): Markup {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Deliveries"><table>
<thead><tr><th scope="col">Subscriber</th><th scope="col">State</th><th scope="col" class="n">Papers</th><th scope="col" class="n">Attempts</th><th scope="col">Sent</th><th scope="col">Answer, or why not</th></tr></thead>
<tbody>${rows.map((row) => deliveryRow(visit, date, row))}</tbody></table></div>`
}

function deliveryRow(visit: Visit, date: string, row: DeliveryRow): Markup {
  const { issueId, email, state, outcome, papers, attempts, sentAt, error, response, messageId } = row
  const held = state === 'unknown'
  return html`<tr><th scope="row">${email}${messageId && html`<br><small>${messageId}</small>`}</th>
<td>${stateTag(state ?? outcome)}</td><td class="n">${papers}</td><td class="n">${attempts}</td><td>${timeTag(sentAt)}</td>
<td>${error ?? response}${held && html`<div class="leave">${actButton(visit, { act: 'resend', id: `${date}:${issueId}`, name: 'Send again…', about: `to ${email}` })}${actButton(visit, { act: 'drop', id: `${date}:${issueId}`, name: 'Give up…', about: `the mail to ${email}` })}</div>`}</td></tr>`
}
