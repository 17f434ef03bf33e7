import type { DeliveryRow, SendRequest } from '@paperboy/database'
import type { reportOf } from '../../deliveries/report-of.ts'
import { longDate } from '../dates.ts'
import { html, type Markup } from '../markup.ts'
import { actButton } from './confirm-page.ts'
import { dataTable } from './data-table.ts'
import { houseLayout, type Visit } from './house-layout.ts'
import { number, stateTag, timeTag } from './words.ts'

type Deliveries = {
  date: string
  report: ReturnType<typeof reportOf>
  list: { items: DeliveryRow[]; nextCursor: string | null }
  cursor: string
  /** What became of the sending that the operator has just asked for. */
  sending: SendRequest | null
}

const columns = ['due', 'sent', 'skipped', 'waiting', 'failed', 'unknown'] as const

export function deliveriesPage(visit: Visit, { date, report, list, cursor, sending }: Deliveries): Markup {
  return houseLayout(visit, {
    title: `Deliveries of ${longDate(date)}`,
    room: 'Deliveries',
    body: html`<h1>Deliveries of <time datetime="${date}">${longDate(date)}</time></h1>
${sending && sendingNote(sending)}
<form class="days-of" action="/operator/deliveries" method="get"><label for="day">Day</label>
<input id="day" name="date" type="date" value="${date}" required><button class="plain" type="submit">Show</button></form>
<dl class="counts">${columns.map((name) => html`<div><dt>${name === 'unknown' ? 'held' : name}</dt><dd>${number(report[name])}</dd></div>`)}</dl>
${report.reasons.length > 0 && html`<ul>${report.reasons.map(({ state, reason, count }) => html`<li>${stateTag(state)} ${number(count)} × ${reason}</li>`)}</ul>`}
<div class="leave">${actButton(visit, { act: 'send-digest', id: date, name: 'Send this digest now…' })}${list.items.some(({ response }) => isFile(response)) && html`<a class="button plain" href="/mail">Read the mails</a>`}</div>
${list.items.length === 0 ? html`<p class="empty">No mail was planned for this day. Mails are planned when it is the hour of a subscriber and there are papers that they have not had.</p>` : deliveryTable(visit, date, list.items)}
<nav class="pager" aria-label="Pages">
${cursor && html`<a class="button plain" href="/operator/deliveries?date=${date}">The first</a>`}
${list.nextCursor && html`<a class="button" rel="next" href="/operator/deliveries?date=${date}&amp;cursor=${encodeURIComponent(list.nextCursor)}">More</a>`}
</nav>`,
  })
}

const tableColumns = [
  { name: 'Subscriber' },
  { name: 'State' },
  { name: 'Papers', kind: 'number' },
  { name: 'Attempts', kind: 'number' },
  { name: 'Sent', wide: true },
  { name: 'Answer, or why not', wide: true },
] as const

function deliveryTable(visit: Visit, date: string, rows: DeliveryRow[]): Markup {
  return dataTable({
    label: 'Deliveries',
    columns: tableColumns,
    rows: rows.map((row) => deliveryRow(visit, date, row)),
  })
}

function deliveryRow(visit: Visit, date: string, row: DeliveryRow) {
  const { email, state, outcome, papers, attempts, sentAt, error, response, messageId } = row
  return [
    html`${email}${messageId && html`<br><small>${messageId}</small>`}`,
    stateTag(state ?? outcome),
    papers,
    attempts,
    timeTag(sentAt),
    html`${error ?? answer(response)}${state === 'unknown' && decisions(visit, date, row)}`,
  ]
}

/** Until all is sent a script looks again; without scripts there is a link. */
function sendingNote({ done, planned, sent, skipped, failed, waiting }: SendRequest): Markup {
  if (!done || waiting > 0)
    return html`<p class="notice" role="status" data-again>The mailer plans and sends it now: ${number(sent)} sent so far. <a data-reload href="">Look again</a></p>`
  const text =
    planned + skipped === 0
      ? 'Nobody to send to: there is no confirmed subscriber without an issue of this day.'
      : `${number(planned)} planned, ${number(sent)} sent, ${number(skipped)} skipped, ${number(failed)} failed.`
  return html`<p class="notice" role="status">${text}</p>`
}

function isFile(response: string | null): response is string {
  return response?.endsWith('.eml') ?? false
}

/** Where mails go to a folder the answer is the name of the file, and the mail can be read. */
function answer(response: string | null): Markup | string | null {
  return isFile(response) ? html`<a href="/mail/${encodeURIComponent(response)}">${response}</a>` : response
}

function decisions(visit: Visit, date: string, { issueId, email }: DeliveryRow): Markup {
  const id = `${date}:${issueId}`
  return html`<div class="acts">${actButton(visit, { act: 'resend', id, name: 'Send again…', about: `to ${email}` })}${actButton(visit, { act: 'drop', id, name: 'Give up…', about: `the mail to ${email}` })}</div>`
}
