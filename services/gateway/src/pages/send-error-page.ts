import { AppError } from '@paperboy/service-kit'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { prepareErrorReply } from '../http/errors.ts'
import { errorPage } from './error-page.ts'
import type { Site } from './layout.ts'
import { listPath, readPageQuery } from './page-query.ts'
import { sendPage } from './send-page.ts'

/** An error, as a page for people. */
export async function sendErrorPage(
  site: Site,
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const fault = prepareErrorReply(error, request, reply)
  const ofCursor = fault.code === 'CURSOR_EXPIRED' || fault.code === 'CURSOR_MISMATCH'
  const firstPage = ofCursor ? listPath(readPageQuery(request.query)) : undefined
  const house = /^\/operator\b/.test(request.url)
  const at = { requestId: request.id, house, ...(firstPage && { firstPage }) }
  return sendPage(reply, errorPage(site, fault, at))
}

/** For people: what was asked of the API is said to programs alone. */
export function unknownPage(): AppError {
  return new AppError(
    'NOT_FOUND',
    'There is nothing at this address. It may be cut off, or what stood here is gone.',
  )
}

/** Whether an unknown address was probably asked by a browser for a person. */
export function wantsPage(request: FastifyRequest): boolean {
  const read = request.method === 'GET' || request.method === 'HEAD'
  return (
    read && !/^\/(v1|api|feeds)\b/.test(request.url) && /\btext\/html\b/.test(request.headers.accept ?? '')
  )
}
