import { once } from 'node:events'
import {
  type ClientRequest,
  createServer,
  type IncomingMessage,
  request,
  type ServerResponse,
} from 'node:http'
import type { AddressInfo } from 'node:net'

/**
 * `passing` passes everything on; `hanging` takes requests and answers none; `busy` answers a share of the
 * bulk requests with items that are refused for now, half of them although they were carried out, until it
 * has refused `MOST_REFUSED`.
 */
type Mode = 'passing' | 'hanging' | 'busy'

export type FlakyEngine = {
  origin: string
  /** Bulk requests answered in the engine's place so far. */
  refused(): number
  be(mode: Mode): void
  /** Cuts all connections and refuses new ones, until `restore`. */
  cut(): Promise<void>
  restore(): Promise<void>
  stop(): Promise<void>
}

const BUSY_SHARE = 0.3
/** A document waits twice as long each time, up to a minute: refused without end, some would wait for minutes. */
const MOST_REFUSED = 6

/** A way to OpenSearch that fails as it is told to. */
export async function flakyEngine(target: string, random: () => number): Promise<FlakyEngine> {
  let mode: Mode = 'passing'
  let refused = 0
  const server = createServer((incoming, response) => {
    if (mode === 'hanging') return
    const busy = mode === 'busy' && refused < MOST_REFUSED && (incoming.url ?? '').includes('_bulk')
    if (!busy || random() >= BUSY_SHARE) return void passOn(target, incoming, response)
    refused += 1
    refuseItems(
      { target, carriedOut: random() < 0.5, status: random() < 0.5 ? 429 : 503 },
      incoming,
      response,
    )
  })
  const listen = async (port: number) => {
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
    return (server.address() as AddressInfo).port
  }
  const cut = async () => {
    if (!server.listening) return
    const closed = once(server, 'close')
    server.close()
    server.closeAllConnections()
    await closed
  }
  const port = await listen(0)
  return {
    origin: `http://127.0.0.1:${port}`,
    refused: () => refused,
    be: (next) => {
      mode = next
    },
    cut,
    restore: async () => void (server.listening || (await listen(port))),
    stop: cut,
  }
}

function forward(target: string, incoming: IncomingMessage): ClientRequest {
  const { method = 'GET', url = '/', headers } = incoming
  return request(new URL(url, target), { method, headers })
}

function passOn(target: string, incoming: IncomingMessage, response: ServerResponse): void {
  const outgoing = forward(target, incoming)
  outgoing.on('error', () => response.destroy())
  outgoing.on('response', (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers)
    answer.pipe(response)
  })
  incoming.pipe(outgoing)
}

type Refusal = { target: string; carriedOut: boolean; status: 429 | 503 }

/** Answers the whole bulk request with this status for each item. */
function refuseItems(
  { target, carriedOut, status }: Refusal,
  incoming: IncomingMessage,
  response: ServerResponse,
): void {
  const parts: Buffer[] = []
  incoming.on('data', (part: Buffer) => parts.push(part))
  incoming.on('end', () => {
    const body = Buffer.concat(parts)
    const answer = () => {
      response.writeHead(200, { 'content-type': 'application/json' })
      response.end(JSON.stringify(refusals(body.toString('utf8'), status)))
    }
    if (!carriedOut) return answer()
    const outgoing = forward(target, incoming)
    outgoing.on('error', () => response.destroy())
    outgoing.on('response', (ignored) => void ignored.resume().on('end', answer))
    outgoing.end(body)
  })
}

function refusals(body: string, status: number) {
  const actions = body.split('\n').filter((line) => line.startsWith('{"index":{"_id"'))
  const error = { type: 'rejected_execution_exception', reason: 'too many requests' }
  const items = actions.map((line) => ({ index: { _id: JSON.parse(line).index._id, status, error } }))
  return { took: 1, errors: true, items }
}
