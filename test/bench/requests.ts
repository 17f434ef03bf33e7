import { Agent, request as httpRequest, type IncomingHttpHeaders, type OutgoingHttpHeaders } from 'node:http'

export type Call = { method: string; url: string; body?: string; headers?: OutgoingHttpHeaders }
export type Answer = { status: number; headers: IncomingHttpHeaders; body: Buffer }
export type Measured = { perSecond: number; p50: number; p99: number }

/** One request over a connection that is kept. */
export function send(agent: Agent, call: Call): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const headers = { ...(call.body && { 'content-type': 'application/json' }), ...call.headers }
    const request = httpRequest(call.url, { method: call.method, agent, headers }, (response) => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.on('error', reject)
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(parts),
        }),
      )
    })
    request.on('error', reject)
    request.end(call.body)
  })
}

/**
 * All calls, `lanes` at a time: how many in a second, and how long they took in ms. A status from 400 on
 * ends the measurement: an error is quick and proves nothing.
 */
export async function measure(calls: Call[], lanes: number): Promise<Measured> {
  const agent = new Agent({ keepAlive: true, maxSockets: lanes })
  const left = calls.values()
  const times: number[] = []
  const lane = async () => {
    for (const call of left) {
      const started = performance.now()
      const { status, body } = await send(agent, call)
      times.push(performance.now() - started)
      if (status >= 400)
        throw new Error(`${call.method} ${call.url}: ${status} ${body.toString().slice(0, 300)}`)
    }
  }
  const started = performance.now()
  await Promise.all(Array.from({ length: lanes }, lane))
  const seconds = (performance.now() - started) / 1_000
  agent.destroy()
  times.sort((a, b) => a - b)
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0
  return { perSecond: calls.length / seconds, p50: at(0.5), p99: at(0.99) }
}
