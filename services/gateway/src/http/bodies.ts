import { AppError } from '@paperboy/service-kit'
import type { FastifyInstance, FastifyRequest } from 'fastify'

/**
 * Routes that describe a body take JSON and refuse other types; for all others a body, of whatever type, is
 * no reason to refuse an act that needs none: many programs send a content type with every request.
 */
export function readBodies(app: FastifyInstance): void {
  app.removeContentTypeParser(['application/json', 'text/plain'])
  const parseJson = app.getDefaultJsonParser('error', 'error')
  app.addContentTypeParser<string>('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body === '') return done(null)
    // It answers by `done`.
    void parseJson(request, body, done)
  })
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (request, _body, done) => {
    done(takesBody(request) ? unsupported(request) : null)
  })
}

function takesBody(request: FastifyRequest): boolean {
  return request.routeOptions.schema?.body !== undefined
}

function unsupported({ headers }: FastifyRequest): AppError {
  const type = headers['content-type']
  const found = type ? `Content-Type ${type.slice(0, 100)} is not understood here` : 'Content-Type is missing'
  return new AppError('UNSUPPORTED_MEDIA_TYPE', `${found}. Send JSON as application/json.`)
}
