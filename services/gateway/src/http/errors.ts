import { AppError, type ErrorCode } from '@paperboy/service-kit'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { isDependencyFault, isRefusedValue } from './dependency-fault.ts'

const RETRY_AFTER_SECONDS = 5
const frameworkCodes: Record<number, ErrorCode> = {
  404: 'NOT_FOUND',
  413: 'BODY_TOO_LARGE',
  415: 'UNSUPPORTED_MEDIA_TYPE',
}
/** Where the framework says too little of what to do. */
const frameworkMessages: Record<number, string> = {
  413: 'The body is larger than this route takes. Send less of it at a time.',
  415: 'The Content-Type cannot be read. Send JSON as application/json.',
}

/** The one place that says what an error means to a client. */
function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error
  const {
    statusCode = 500,
    code,
    message,
  } = error as { statusCode?: number; code?: string; message?: string }
  if (code === 'FST_ERR_HANDLER_TIMEOUT' || isDependencyFault(error)) {
    return new AppError('UNAVAILABLE', 'A dependency is away or slow.', { cause: error })
  }
  if (isRefusedValue(error)) {
    return new AppError('BAD_REQUEST', 'A value in the request cannot be used. Check its characters.', {
      cause: error,
    })
  }
  if (statusCode >= 400 && statusCode < 500) {
    const text = frameworkMessages[statusCode] ?? message ?? 'The request is not valid.'
    return new AppError(frameworkCodes[statusCode] ?? 'BAD_REQUEST', text, { cause: error })
  }
  return new AppError('INTERNAL', 'Unexpected error.', { cause: error })
}

/** What a client may read; of our own troubles only that there are some. */
export function publicMessage(error: AppError): string {
  if (error.status < 500) return error.message
  if (error.status === 503) return 'A part of the service is away for the moment. Try again in a few seconds.'
  return 'Something went wrong on our side. Try again; if it stays, tell the operator the requestId.'
}

/** Sets status and headers and logs what a human must see; the caller sends the body. */
export function prepareErrorReply(error: unknown, request: FastifyRequest, reply: FastifyReply): AppError {
  const fault = toAppError(error)
  if (fault.status >= 500)
    request.log[fault.status === 503 ? 'warn' : 'error']({ err: error }, 'request failed')
  if (fault.status === 503 || fault.status === 429) {
    reply.header('retry-after', String(fault.retryAfterSeconds ?? RETRY_AFTER_SECONDS))
  }
  reply.code(fault.status).header('cache-control', 'no-store')
  return fault
}

export function errorHandler(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const fault = prepareErrorReply(error, request, reply)
  void reply.type('application/json; charset=utf-8').send(errorBody(fault, request.id))
}

export function errorBody(fault: AppError, requestId: string) {
  return { code: fault.code, message: publicMessage(fault), requestId }
}

export function unknownRoute(request: FastifyRequest): AppError {
  const path = request.url.split('?', 1)[0]?.slice(0, 200)
  return new AppError('NOT_FOUND', `There is no ${request.method} ${path}. See /docs for what there is.`)
}
