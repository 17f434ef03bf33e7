import { type JobName, jobNames, type SearchLatency } from '@paperboy/contracts'
import type { Overview } from '@paperboy/database'
import type { QueueDepth } from '@paperboy/queue'
import type { reportOf } from '../../deliveries/report-of.ts'
import type { Day } from '../day-links.ts'
import { html, type Markup } from '../markup.ts'
import { type DumpList, dumpTable } from './dumps-page.ts'
import { houseLayout, type Visit } from './house-layout.ts'
import { papersPerDay, recordsPerHour, searchLatency } from './pictures.ts'
import { ageText, counted, number } from './words.ts'

export type Depths = Record<JobName, QueueDepth>
export type Seen = {
  overview: Overview
  depths: Depths | null
  report: ReturnType<typeof reportOf>
  days: Day[]
  dumps: DumpList
  latency: SearchLatency
}

const stageNames: Record<JobName, string> = {
  'dump.split': 'Split',
  'chunk.parse': 'Parse',
  'dump.day': 'Add a day',
  'dump.rejects': 'Replay rejects',
  'dump.compare': 'Compare',
  'dump.undo': 'Undo',
  'index.pending': 'Index',
  'index.rebuild': 'Rebuild index',
  'dump.try': 'Dry run',
  'mail.pending': 'Mail',
}

export function stageName(name: JobName): string {
  return stageNames[name]
}

/** Today's state on one page. */
export function overviewPage(visit: Visit, seen: Seen): Markup {
  const { overview, days, dumps } = seen
  const working = dumps.items.filter(({ status }) => status !== 'done' && status !== 'failed')
  return houseLayout(visit, {
    title: 'Overview',
    room: 'Overview',
    body: html`<h1>Overview</h1>
${warnings(seen)}
${tiles(seen)}
<section aria-labelledby="stages"><h2 id="stages">Stages</h2>${stages(seen.depths)}</section>
${working.length > 0 && html`<h2>Dumps at work</h2>${dumpTable(working)}`}
<div class="charts">
${overview.hours.length > 0 && recordsPerHour(overview.hours)}
${days.length > 0 && papersPerDay(days)}
${searchLatency(seen.latency, 'hour')}
</div>
<p class="count">${lastDay(overview)} <a href="/operator/figures">More figures</a> · <a href="/operator">Look again</a></p>`,
  })
}

function lastDay({ lastDay: { dumps, records, rejected } }: Seen['overview']): string {
  return `Ended within 24 hours: ${counted(dumps, 'dump')} with ${counted(records, 'record')}, of which ${number(rejected)} rejected.`
}

function warnings({ overview, depths }: Seen): Markup | null {
  const dead = depths ? jobNames.reduce((sum, name) => sum + depths[name].failed, 0) : 0
  const lines = [
    depths === null &&
      html`<li>The queue does not answer. What is outstanding is requeued when it is back.</li>`,
    dead > 0 && html`<li><a href="/operator/queue">${number(dead)} jobs</a> failed for good.</li>`,
    ...overview.held.map(
      ({ date, count }) =>
        html`<li><a href="/operator/deliveries?date=${date}">${number(count)} deliveries of ${date}</a> wait for your decision.</li>`,
    ),
    overview.index.refused > 0 &&
      html`<li>The search index refused ${number(overview.index.refused)} papers.</li>`,
  ].filter(Boolean)
  return lines.length > 0 ? html`<ul class="notice bad">${lines}</ul>` : null
}

function tiles({ overview, report }: Seen): Markup {
  const { dumps, index, papers } = overview
  const working = dumps.received + dumps.splitting + dumps.processing
  const lag = index.waiting === 0 ? 'up to date' : `oldest ${ageText(index.oldestMs ?? 0)}`
  return html`<dl class="tiles">
${tile('Papers', papers, papers === 0 ? firstDump() : index.rebuilding ? 'index is being rebuilt' : 'in the database')}
${tile('Dumps at work', working, `${number(dumps.done)} done, ${number(dumps.failed)} failed${dumps.undone > 0 ? `, ${number(dumps.undone)} undone` : ''}`)}
${tile('Waiting for the index', index.waiting, lag)}
${tile('Mails due today', report.due, `${number(report.sent)} sent, ${number(report.waiting)} waiting, ${number(report.unknown)} held`)}
</dl>`
}

/** Where whoever has just installed it begins. */
function firstDump(): Markup {
  return html`<a href="/operator/dumps">Feed the first dump</a>`
}

function tile(name: string, value: number, more: string | Markup): Markup {
  return html`<div><dt>${name}</dt><dd>${number(value)}<small>${more}</small></dd></div>`
}

export function stages(depths: Depths | null): Markup {
  if (!depths) return html`<p class="empty">Not known while the queue is away.</p>`
  return html`<ol class="stages">${jobNames.map((name) => {
    const { waiting, active, delayed, failed, oldestWaitingMs } = depths[name]
    const busy = waiting + active > 0
    const parts = [
      busy && `${number(active)} at work`,
      delayed > 0 && `${number(delayed)} later`,
      failed > 0 && `${number(failed)} failed`,
    ].filter(Boolean)
    return html`<li class="${failed > 0 ? 'failed' : busy ? 'busy' : 'idle'}"><b>${stageName(name)}</b>
<span class="depth">${busy ? `${number(waiting)} waiting` : 'nothing to do'}</span>
<small>${parts.join(', ')}${waiting > 0 && oldestWaitingMs !== null && `, oldest ${ageText(oldestWaitingMs)}`}</small></li>`
  })}</ol>`
}
