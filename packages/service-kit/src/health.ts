import { once } from 'node:events'
import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Log } from './logger.ts'
import type { Metrics } from './metrics.ts'
import { type Checks, checkReadiness, oneAtATime } from './readiness.ts'

type Options = {
  host: string
  /** 0 takes a free one; the answer says which. */
  port: number
  checks: Checks
  metrics: Pick<Metrics, 'contentType' | 'text' | 'watchNeeds'>
  log: Log
}

export type HealthServer = { port: number; close(): Promise<void> }

/** `/healthz`, `/readyz` and `/metrics` for a service without a web server of its own. */
export async function serveHealth({ host, port, metrics, log, ...given }: Options): Promise<HealthServer> {
  const checks = oneAtATime(given.checks)
  const server = createServer((request, response) => {
    answer(request.url ?? '/', response, { checks, metrics }).catch((err: unknown) => {
      log.warn({ err, url: request.url }, 'health answer failed')
      if (!response.headersSent) response.writeHead(500)
      response.end()
    })
  })
  server.listen(port, host)
  await once(server, 'listening')
  metrics.watchNeeds(given.checks)
  return { port: (server.address() as AddressInfo).port, close: () => close(server) }
}

async function answer(
  url: string,
  response: ServerResponse,
  { checks, metrics }: Pick<Options, 'checks' | 'metrics'>,
): Promise<void> {
  switch (url.split('?')[0]) {
    case '/healthz':
      return sendJson(response, 200, { status: 'ok' })
    case '/readyz': {
      const { ready, ...body } = await checkReadiness(checks)
      return sendJson(response, ready ? 200 : 503, body)
    }
    case '/metrics':
      response.writeHead(200, { 'content-type': metrics.contentType })
      response.end(await metrics.text())
      return
    default:
      return sendJson(response, 404, {
        code: 'NOT_FOUND',
        message: 'Here are /healthz, /readyz and /metrics only.',
      })
  }
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  const retry = status === 503 ? { 'retry-after': '5' } : {}
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store', ...retry })
  response.end(JSON.stringify(body))
}

async function close(server: Server): Promise<void> {
  const closed = once(server, 'close')
  server.close()
  server.closeAllConnections()
  await closed
}
