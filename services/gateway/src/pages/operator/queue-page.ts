import type { DeadJob } from '@paperboy/queue'
import { html, type Markup } from '../markup.ts'
import { actButton } from './confirm-page.ts'
import { houseLayout, type Visit } from './house-layout.ts'
import { type Depths, stageName, stages } from './overview-page.ts'
import { timeTag } from './words.ts'

type Queue = {
  depths: Depths | null
  dead: DeadJob[]
  rebuilding: boolean
  /** Whether there is a Bull Board. */
  board: boolean
}

export function queuePage(visit: Visit, { depths, dead, rebuilding, board }: Queue): Markup {
  return houseLayout(visit, {
    title: 'Queue',
    room: 'Queue',
    body: html`<h1>Queue</h1>
${stages(depths)}
${board && html`<p><a class="button plain" href="/operator/queues">Every job, in Bull Board</a></p>`}
<section aria-labelledby="dead"><h2 id="dead">Failed for good</h2>
${
  dead.length === 0
    ? html`<p class="empty">No job.</p>`
    : html`${actButton(visit, { act: 'retry-dead', name: 'Try all again…' })}
<ul class="rejects">${dead.map((job) => deadJob(visit, job))}</ul>`
}
</section>
<section aria-labelledby="again"><h2 id="again">When something was lost</h2>
<p>What is outstanding stands in the database: the queue and the search index come back from it.</p>
<div class="leave">${actButton(visit, { act: 'requeue', name: 'Requeue all work…' })}
${rebuilding ? html`<p class="notice">A new search index is being built.</p>` : actButton(visit, { act: 'reindex', name: 'Build the index anew…' })}</div>
</section>`,
  })
}

function deadJob(visit: Visit, { name, id, payload, reason, attempts, failedAt }: DeadJob): Markup {
  const what = JSON.stringify(payload)
  return html`<li class="sheet"><p><b>${stageName(name)}</b> ${what !== '{}' && html`<code>${what}</code>`}<br>
<small>${timeTag(failedAt.toISOString())}, ${attempts} ${attempts === 1 ? 'attempt' : 'attempts'}</small></p>
<pre tabindex="0">${reason}</pre>
${actButton(visit, { act: 'retry-dead', id: `${name}:${id}`, name: 'Try again…', about: `${stageName(name)} ${id}` })}</li>`
}
