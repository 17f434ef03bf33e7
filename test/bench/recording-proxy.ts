import { once } from 'node:events'
import { Agent, createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { type Call, send } from './requests.ts'

/** Stands in front of OpenSearch and keeps what it is asked: the same questions can then be put to the bare engine. */
export async function startRecordingProxy(origin: string) {
  const agent = new Agent({ keepAlive: true })
  const asked: Call[] = []
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    try {
      const body = await text(request)
      const call: Call = {
        method: request.method ?? 'GET',
        url: `${origin}${request.url}`,
        ...(body && { body }),
        headers: { 'content-type': request.headers['content-type'] ?? 'application/json' },
      }
      if (/\/(_search|_msearch)\b/.test(request.url ?? '')) asked.push(call)
      const { status, headers, body: answered } = await send(agent, call)
      response.writeHead(status, {
        'content-type': headers['content-type'] ?? 'application/json',
        'content-length': answered.length,
      })
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
    asked,
    async stop() {
      agent.destroy()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
