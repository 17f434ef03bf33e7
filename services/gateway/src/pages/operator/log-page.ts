import type { OperatorAct } from '@paperboy/contracts'
import { html, type Markup } from '../markup.ts'
import { dataTable } from './data-table.ts'
import { houseLayout, type Visit } from './house-layout.ts'
import { stateTag, timeTag } from './words.ts'

type Log = { list: { items: OperatorAct[]; nextCursor: string | null }; cursor: string }

export function logPage(visit: Visit, { list, cursor }: Log): Markup {
  return houseLayout(visit, {
    title: 'Log',
    room: 'Log',
    body: html`<h1>Log</h1>
<p>What operators did, here, by the command line and by programs.</p>
${list.items.length === 0 ? html`<p class="empty">Nothing ${cursor ? 'more' : 'so far'}.</p>` : actTable(list.items)}
<nav class="pager" aria-label="Pages">
${cursor && html`<a class="button plain" href="/operator/log">Newest</a>`}
${list.nextCursor && html`<a class="button" rel="next" href="/operator/log?cursor=${encodeURIComponent(list.nextCursor)}">Older</a>`}
</nav>`,
  })
}

const columns = [
  { name: 'What' },
  { name: 'Outcome' },
  { name: 'Who', wide: true },
  { name: 'When', wide: true },
] as const

function actTable(acts: OperatorAct[]): Markup {
  return dataTable({ label: 'Acts', columns, rows: acts.map(actRow) })
}

function actRow({ at, who, session, via, act, target, status }: OperatorAct) {
  return [
    html`${words(act)}${target && html`<br><small>${target}</small>`}`,
    html`${stateTag(status < 400 ? 'done' : 'refused')}${status >= 400 && html` <small>${status}</small>`}`,
    html`${who}<br><small>${via === 'page' ? 'on the pages' : 'by program'}${session && html`, <code>${session}</code>`}</small>`,
    timeTag(at),
  ]
}

/** "revokeKey" as people write it. */
function words(act: string): string {
  return act.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
}
