import { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js'
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { baseUrl } from '../http/base-url.ts'
import { mcpServer } from './mcp-server.ts'
import type { ToolDeps } from './tool.ts'

type Deps = Omit<ToolDeps, 'base'> & { publicUrl: string | undefined }

const hide = { schema: { hide: true } }

/** The Model Context Protocol over streamable HTTP, without sessions: any replica answers any request. */
export const mcpRoutes: FastifyPluginAsync<Deps> = async (app, deps) => {
  app.post('/mcp', hide, async (request, reply) => {
    const base = baseUrl(deps.publicUrl, request)
    const transport = new WebStandardStreamableHTTPServerTransport({ enableJsonResponse: true })
    const server = mcpServer({ ...deps, base }, request.log)
    await server.connect(transport)
    try {
      const answer = await transport.handleRequest(webRequest(request, base), { parsedBody: request.body })
      return await send(reply, answer)
    } finally {
      await server.close()
    }
  })
  // There is no session to listen to or to end.
  app.route({
    ...hide,
    method: ['GET', 'DELETE'],
    url: '/mcp',
    exposeHeadRoute: false,
    handler: (_request, reply) =>
      reply
        .code(405)
        .header('allow', 'POST')
        .send({
          jsonrpc: '2.0',
          error: { code: -32_000, message: 'Send POST; there are no sessions.' },
          id: null,
        }),
  })
}

/** The body was read already; the transport looks at method and headers. */
function webRequest({ raw, headers }: FastifyRequest, base: string): Request {
  const given = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)] as [string, string]],
  )
  return new Request(`${base}/mcp`, { method: raw.method ?? 'POST', headers: given })
}

async function send(reply: FastifyReply, answer: Response): Promise<FastifyReply> {
  for (const [name, value] of answer.headers) reply.header(name, value)
  reply.header('cache-control', 'no-store').code(answer.status)
  return reply.send(answer.body === null ? null : await answer.text())
}
