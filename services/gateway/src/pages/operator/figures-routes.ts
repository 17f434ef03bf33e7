import type { FastifyPluginAsync } from 'fastify'
import type { GatewayDeps } from '../../deps.ts'
import { readLatency, stepsOf } from '../../latency/read-latency.ts'
import { html, type Markup } from '../markup.ts'
import { sendPage } from '../send-page.ts'
import type { VisitOf } from './doorkeeper.ts'
import { houseLayout, type Visit } from './house-layout.ts'
import { indexLag, papersPerDay, recordsPerHour, searchLatency, throughput } from './pictures.ts'

const DAYS = 120

type Deps = Pick<GatewayDeps, 'minutes' | 'overview' | 'digests' | 'now'> & { visitOf: VisitOf }

export const figuresRoutes: FastifyPluginAsync<Deps> = async (app, deps) => {
  const { minutes, overview, digests, visitOf, now = () => new Date() } = deps
  app.get('/operator/figures', { schema: { hide: true } }, async (request, reply) => {
    const at = now()
    const [hour, day, lag, records, { hours }, days] = await Promise.all([
      readLatency(minutes, 'hour', at),
      readLatency(minutes, 'day', at),
      readLag(minutes, at),
      readThroughput(minutes, at),
      overview(),
      digests.list({ limit: DAYS }),
    ])
    const charts = [
      searchLatency(hour, 'hour'),
      searchLatency(day, 'day'),
      throughput(records),
      indexLag(lag),
      hours.length > 0 && recordsPerHour(hours),
      days.length > 0 && papersPerDay(days),
    ]
    return sendPage(reply, figuresPage(visitOf(request), charts))
  })
}

function figuresPage(visit: Visit, charts: (Markup | false)[]): Markup {
  return houseLayout(visit, {
    title: 'Figures',
    room: 'Figures',
    body: html`<h1>Figures</h1>
<div class="charts">${charts}</div>
<p class="count">Written once a minute by every process, kept for three days. <a href="/operator/figures">Look again</a></p>`,
  })
}

async function readLag(minutes: Deps['minutes'], at: Date) {
  const { steps, since, stepSeconds } = stepsOf('day', at)
  const rows = new Map((await minutes.index({ since, stepSeconds })).map((row) => [row.at.getTime(), row]))
  return steps.map((step) => {
    const { waiting = null, oldestMs = null } = rows.get(step.getTime()) ?? {}
    return { at: step.toISOString(), waiting, oldestMs }
  })
}

async function readThroughput(minutes: Deps['minutes'], at: Date) {
  const { steps, since, stepSeconds } = stepsOf('day', at)
  const rows = await minutes.records({ since, stepSeconds })
  const records = new Map(rows.map((row) => [`${row.stage} ${row.at.getTime()}`, row.records]))
  const of = (stage: string) => steps.map((step) => records.get(`${stage} ${step.getTime()}`) ?? 0)
  const times = steps.map((step) => step.toISOString())
  return { times, stages: { split: of('split'), parse: of('parse'), index: of('index') } }
}
