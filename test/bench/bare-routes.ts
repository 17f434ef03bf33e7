import { fork } from 'node:child_process'
import { once } from 'node:events'
import { Agent } from 'node:http'
import { join } from 'node:path'
import { type Call, succeed } from './requests.ts'

/** A Fastify in a process of its own that answers these calls with the very bodies that they have now. */
export async function startBareRoutes(
  from: string,
  calls: Call[],
): Promise<{ calls: Call[]; stop: () => void }> {
  const child = fork(join(import.meta.dirname, 'bare-route.ts'))
  const [{ address }] = (await once(child, 'message')) as [{ address: string }]
  const agent = new Agent()
  for (const call of calls) {
    const { headers, body } = await succeed(agent, call)
    const kept = once(child, 'message')
    const type = headers['content-type'] ?? 'application/json'
    child.send({ url: call.url.slice(from.length), type, body: body.toString() })
    await kept
  }
  return {
    calls: calls.map((call) => ({ ...call, url: address + call.url.slice(from.length) })),
    stop: () => child.disconnect(),
  }
}
