import { Server } from '@modelcontextprotocol/sdk/server/index.js'
import {
  CallToolRequestSchema,
  type CallToolResult,
  ErrorCode,
  ListToolsRequestSchema,
  McpError,
} from '@modelcontextprotocol/sdk/types.js'
import { AppError } from '@paperboy/service-kit'
import type { FastifyBaseLogger } from 'fastify'
import type { TObject } from 'typebox'
import { publicMessage } from '../http/errors.ts'
import type { ToolDeps } from './tool.ts'
import { tools } from './tools.ts'

const listed = tools.map(({ name, title, description, input }) => ({
  ...{ name, title, description },
  inputSchema: plainSchema(input),
  annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: false },
}))

/** Kept free of what only the type system knows; what has a default need not be given. */
function plainSchema({ required, ...input }: TObject): { type: 'object' } {
  const needed = required?.filter((name) => !('default' in (input.properties[name] ?? {})))
  return JSON.parse(JSON.stringify({ ...input, required: needed }))
}

/** The tools for assistants. One server answers one request: nothing is kept between two. */
export function mcpServer(deps: ToolDeps, log: Pick<FastifyBaseLogger, 'error'>): Server {
  const server = new Server(
    { name: 'paperboy', title: 'Paperboy', version: '1' },
    {
      capabilities: { tools: {} },
      instructions:
        'Research papers: search them, read one, find similar ones, see what people talk about on a day.',
    },
  )
  server.setRequestHandler(ListToolsRequestSchema, async () => ({ tools: listed }))
  server.setRequestHandler(CallToolRequestSchema, ({ params }) => call(deps, params, log))
  return server
}

type Call = { name: string; arguments?: Record<string, unknown> | undefined }

/** What goes wrong inside a tool is an answer that the assistant can read and act on. */
async function call(
  deps: ToolDeps,
  asked: Call,
  log: Pick<FastifyBaseLogger, 'error'>,
): Promise<CallToolResult> {
  const found = tools.find(({ name }) => name === asked.name)
  if (!found) throw new McpError(ErrorCode.InvalidParams, `There is no tool ${asked.name.slice(0, 100)}.`)
  try {
    const result = await found.run(deps, asked.arguments)
    return { content: [{ type: 'text', text: JSON.stringify(result) }], structuredContent: result }
  } catch (err) {
    const fault =
      err instanceof AppError ? err : new AppError('INTERNAL', 'Unexpected error.', { cause: err })
    if (fault.status >= 500) log.error({ err }, 'tool failed')
    return { content: [{ type: 'text', text: publicMessage(fault) }], isError: true }
  }
}
