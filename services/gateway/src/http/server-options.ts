import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { AppError } from '@paperboy/service-kit'
import {
  type FastifyBaseLogger,
  type FastifyReply,
  type FastifyRequest,
  type FastifyServerOptions,
  LogController,
} from 'fastify'
import type { GatewayDeps } from '../deps.ts'
import { errorBody, errorHandler } from './errors.ts'
import { requestId } from './request-id.ts'

/** Ends silent connections, an upload that has stopped among them; an event stream has a heartbeat. */
const SILENCE_MS = 120_000
const HANDLER_MS = 30_000
const SMALL_BODY_BYTES = 64 * 1024
/** Cursors name the papers already shown, so a URL may be long. */
const HEADER_BYTES = 128 * 1024
/** A DOI may be long, and longer still percent-encoded. */
const PARAM_LENGTH = 1_000

/** Limits against clients that are slow or greedy; `/v1/dumps` has its own. */
export function serverOptions({ log, settings }: GatewayDeps): FastifyServerOptions & { http: object } {
  return {
    // createLogger gives a whole pino logger; our code is only shown the part it should use.
    loggerInstance: log as GatewayDeps['log'] & FastifyBaseLogger,
    // One line per request instead of two: measure.ts writes it.
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    genReqId: (request) => requestId(request as IncomingMessage),
    requestIdHeader: false,
    trustProxy: settings.trustProxy ?? false,
    bodyLimit: SMALL_BODY_BYTES,
    connectionTimeout: SILENCE_MS,
    handlerTimeout: HANDLER_MS,
    // A 2 GiB upload on a slow line takes hours: no limit for a whole request, see slow-bodies.ts.
    requestTimeout: 0,
    http: { maxHeaderSize: HEADER_BYTES, headersTimeout: 20_000 },
    routerOptions: { maxParamLength: PARAM_LENGTH, ignoreTrailingSlash: true },
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    frameworkErrors: (error: unknown, request: FastifyRequest, reply: FastifyReply) =>
      errorHandler(error, request, reply),
    clientErrorHandler: refuseMalformed,
  } as FastifyServerOptions & { http: object }
}

/** Bytes that are no HTTP request never reach a route; they get the same error body. */
function refuseMalformed(
  error: NodeJS.ErrnoException,
  socket: Socket & { _httpMessage?: ServerResponse },
): void {
  if (error.code === 'ECONNRESET' || !socket.writable || socket._httpMessage?.headersSent) {
    socket.destroy()
    return
  }
  const why =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? 'The address or the headers are too long.'
      : 'This is not a valid HTTP request.'
  const body = JSON.stringify(errorBody(new AppError('BAD_REQUEST', why), requestId({ headers: {} })))
  socket.end(
    `HTTP/1.1 400 Bad Request\r\ncontent-type: application/json; charset=utf-8\r\nconnection: close\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  )
}
