import type { FastifyPluginAsync, FastifyRequest } from 'fastify'
import { reportOf } from '../../deliveries/report-of.ts'
import type { GatewayDeps } from '../../deps.ts'
import { readLatency } from '../../latency/read-latency.ts'
import { sendPage } from '../send-page.ts'
import type { VisitOf } from './doorkeeper.ts'
import { type Depths, overviewPage } from './overview-page.ts'
import { queuePage } from './queue-page.ts'

const hide = { schema: { hide: true } }
const DAYS = 30
const DUMPS = 20
const DEAD = 50

type Deps = Pick<
  GatewayDeps,
  'overview' | 'queue' | 'boardQueues' | 'dumps' | 'digests' | 'mail' | 'deliveryReasons' | 'minutes' | 'now'
> & { visitOf: VisitOf }

export const overviewRoutes: FastifyPluginAsync<Deps> = async (app, deps) => {
  const { visitOf, mail, deliveryReasons, queue, now = () => new Date() } = deps

  app.get('/operator', hide, async (request, reply) => {
    const today = now().toISOString().slice(0, 10)
    const [overview, depths, states, reasons, days, dumps, latency] = await Promise.all([
      deps.overview(),
      depthsIfThere(queue, request),
      mail.report(today),
      deliveryReasons(today),
      deps.digests.list({ limit: DAYS }),
      deps.dumps.list({ limit: DUMPS }),
      readLatency(deps.minutes, 'hour', now()),
    ])
    const report = reportOf(today, states, reasons)
    const seen = { overview, depths, report, days, dumps, latency }
    return sendPage(reply, overviewPage(visitOf(request), seen))
  })

  app.get('/operator/queue', hide, async (request, reply) => {
    const [depths, dead, { index }] = await Promise.all([
      depthsIfThere(queue, request),
      queue.dead({ limit: DEAD }).catch(() => []),
      deps.overview(),
    ])
    return sendPage(
      reply,
      queuePage(visitOf(request), {
        depths,
        dead,
        rebuilding: index.rebuilding,
        board: deps.boardQueues !== undefined,
      }),
    )
  })
}

/** An operator looks here above all when something is away: the rest is shown without it. */
function depthsIfThere(queue: Deps['queue'], request: FastifyRequest): Promise<Depths | null> {
  return queue.depths().catch((err: unknown) => {
    request.log.warn({ err }, 'page without the queue')
    return null
  })
}
