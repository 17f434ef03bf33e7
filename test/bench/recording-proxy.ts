import { once } from 'node:events'
import { Agent, createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { type Call, send } from './requests.ts'

/** A question to the engine, and which of the ones before it had been answered when it was asked. */
export type Step = { call: Call; after: Step[]; answered: boolean }

/** Stands in front of OpenSearch and keeps what it is asked: the same questions can then be put to the bare engine. */
export async function startRecordingProxy(origin: string) {
  const agent = new Agent({ keepAlive: true })
  const asked: Step[] = []
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const step: Step = {
      call: { method: request.method ?? 'GET', url: `${origin}${request.url}` },
      after: asked.filter((earlier) => earlier.answered),
      answered: false,
    }
    asked.push(step)
    try {
      const body = await text(request)
      Object.assign(step.call, {
        ...(body && { body }),
        headers: { 'content-type': request.headers['content-type'] ?? 'application/json' },
      })
      const { status, headers, body: answered } = await send(agent, step.call)
      response.writeHead(status, {
        'content-type': headers['content-type'] ?? 'application/json',
        'content-length': answered.length,
      })
      step.answered = true
      response.end(request.method === 'HEAD' ? undefined : answered)
    } catch {
      response.destroy()
    }
  }
  const server = createServer((request, response) => void answer(request, response))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    /** What was asked since the last time. */
    taken: (): Step[] => asked.splice(0),
    async stop() {
      agent.destroy()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
