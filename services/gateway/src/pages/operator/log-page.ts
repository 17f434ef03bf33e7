import type { OperatorAct } from '@paperboy/contracts'
import { html, type Markup } from '../markup.ts'
import { houseLayout, type Visit } from './house-layout.ts'
import { stateTag, timeTag } from './words.ts'

type Log = { list: { items: OperatorAct[]; nextCursor: string | null }; cursor: string }

export function logPage(visit: Visit, { list, cursor }: Log): Markup {
  return houseLayout(visit, {
    title: 'Log',
    room: 'Log',
    body: html`<h1>Log</h1>
<p>What operators did, here, by the command line and by programs.</p>
${list.items.length === 0 ? html`<p class="empty">Nothing${cursor && ' more'}.</p>` : actTable(list.items)}
<nav class="pager" aria-label="Pages">
${cursor && html`<a class="button plain" href="/operator/log">Newest</a>`}
${list.nextCursor && html`<a class="button" rel="next" href="/operator/log?cursor=${encodeURIComponent(list.nextCursor)}">Older</a>`}
</nav>`,
  })
}

function actTable(acts: OperatorAct[]): Markup {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Acts"><table>
<thead><tr><th scope="col">What</th><th scope="col">Outcome</th><th scope="col">Who</th><th scope="col">When</th></tr></thead>
<tbody>${acts.map(
    ({
      at,
      who,
      session,
      via,
      act,
      target,
      status,
    }) => html`<tr><th scope="row">${words(act)}${target && html`<br><small>${target}</small>`}</th>
<td>${stateTag(status < 400 ? 'done' : 'refused')}${status >= 400 && html` <small>${status}</small>`}</td>
<td>${who}<br><small>${via === 'page' ? 'on the pages' : 'by program'}${session && html`, <code>${session}</code>`}</small></td>
<td>${timeTag(at)}</td></tr>`,
  )}</tbody></table></div>`
}

/** "revokeKey" as people write it. */
function words(act: string): string {
  return act.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
}
