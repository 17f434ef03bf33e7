import { Agent, request as httpRequest, type IncomingHttpHeaders, type OutgoingHttpHeaders } from 'node:http'

export type Call = { method: string; url: string; body?: string; headers?: OutgoingHttpHeaders }
export type Answer = { status: number; headers: IncomingHttpHeaders; body: Buffer; firstByteMs: number }
export type Measured = { perSecond: number; p50: number; p95: number; p99: number }
/** One of the things measured, over connections that are kept. */
export type Task = (agent: Agent) => Promise<unknown>

/** One request over a connection that is kept. */
export function send(agent: Agent, call: Call): Promise<Answer> {
  const started = performance.now()
  return new Promise((resolve, reject) => {
    const headers = { ...(call.body && { 'content-type': 'application/json' }), ...call.headers }
    const request = httpRequest(call.url, { method: call.method, agent, headers }, (response) => {
      const firstByteMs = performance.now() - started
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.on('error', reject)
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(parts),
          firstByteMs,
        }),
      )
    })
    request.on('error', reject)
    request.end(call.body)
  })
}

/** A status from 400 on ends the measurement: an error is quick and proves nothing. */
export async function succeed(agent: Agent, call: Call): Promise<Answer> {
  const answer = await send(agent, call)
  if (answer.status < 400) return answer
  throw new Error(`${call.method} ${call.url}: ${answer.status} ${answer.body.toString().slice(0, 300)}`)
}

export const tasksOf = (calls: Call[]): Task[] => calls.map((call) => (agent) => succeed(agent, call))

/** All tasks, `lanes` at a time: how many in a second, and how long they took in ms. */
export async function measure(tasks: Task[], lanes: number): Promise<Measured> {
  const agent = new Agent({ keepAlive: true })
  const left = tasks.values()
  const times: number[] = []
  const lane = async () => {
    for (const task of left) {
      const started = performance.now()
      await task(agent)
      times.push(performance.now() - started)
    }
  }
  const started = performance.now()
  await Promise.all(Array.from({ length: lanes }, lane))
  const seconds = (performance.now() - started) / 1_000
  agent.destroy()
  return { perSecond: tasks.length / seconds, ...percentiles(times) }
}

export function percentiles(times: number[]): Omit<Measured, 'perSecond'> {
  const sorted = [...times].sort((a, b) => a - b)
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) }
}
