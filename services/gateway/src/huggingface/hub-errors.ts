import type { FastifyReply, FastifyRequest } from 'fastify'
import { errorBody, prepareErrorReply } from '../http/errors.ts'

/** The error body of this API with what the Hugging Face client looks for: `error` and a header. */
export function hubErrorHandler(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const fault = prepareErrorReply(error, request, reply)
  const body = errorBody(fault, request.id)
  reply.header('x-error-message', body.message.replace(/[^ -~]/g, '?'))
  // As text: the schema of error bodies has no `error`, and a serialiser would drop it.
  reply.type('application/json; charset=utf-8').serializer(String)
  void reply.send(JSON.stringify({ ...body, error: body.message }))
}
