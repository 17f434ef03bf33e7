import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { BounceReport, emailKey, readEmailAddress } from '@paperboy/contracts'
import { AppError } from '@paperboy/service-kit'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { verifyWebhook } from '../bounces/verify-webhook.ts'
import type { GatewayDeps } from '../deps.ts'
import type { Operators } from '../http/operators.ts'
import { errors, ref } from '../http/schemas.ts'

const SIGNATURE = 'paperboy-signature'
const Recorded = Type.Object({
  recorded: Type.Boolean({ description: 'false: the token belongs to nobody (any more)' }),
})

type Deps = Pick<GatewayDeps, 'bounces' | 'mailRule'> & { operators: Operators; secret: string | undefined }

export const bouncesRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, deps) => {
  const { bounces, mailRule, operators, secret } = deps
  // A signature is over the bytes as they came.
  const bodies = new WeakMap<FastifyRequest, Buffer>()
  app.removeContentTypeParser('application/json')
  app.addContentTypeParser<Buffer>('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    bodies.set(request, body)
    // It answers by `done`.
    void app.getDefaultJsonParser('error', 'error')(request, body.toString('utf8'), done)
  })
  app.addHook('preValidation', async (request, reply) => {
    const signature = request.headers[SIGNATURE]
    const body = bodies.get(request) ?? Buffer.alloc(0)
    if (secret && typeof signature === 'string' && verifyWebhook(body, signature, secret)) return
    await operators.require(request, reply)
  })

  const schema = {
    operationId: 'createBounce',
    summary: 'Report that a mail came back, or that its reader complained',
    description:
      'With the operator key, or signed with BOUNCE_WEBHOOK_SECRET: `Paperboy-Signature: t=SECONDS,v1=HEX`, the HMAC-SHA256 over `SECONDS.BODY`, not older than five minutes. One hard bounce, one complaint or three soft bounces within seven days end all mails to an address.',
    tags: ['bounces'],
    security: [{ operator: [] }, { signature: [] }],
    body: ref(BounceReport),
    response: { 200: Recorded, ...errors(400, 401, 413, 415) },
  }
  app.post('/v1/bounces', { schema }, async ({ body }) => {
    const { type, detail = '' } = body
    return { recorded: await bounces.record({ ...whose(body), type, detail }, mailRule) }
  })
}

function whose({ email, token }: BounceReport): { emailKey?: string; token?: string } {
  if (email === undefined && token === undefined)
    throw new AppError('BAD_REQUEST', 'email is missing: say whose bounce it is, by email or by token.')
  if (email === undefined) return { ...(token !== undefined && { token }) }
  const address = readEmailAddress(email)
  if (address.kind === 'refused') throw new AppError('BAD_REQUEST', `email is not valid: ${address.reason}.`)
  return { emailKey: emailKey(address.address), ...(token !== undefined && { token }) }
}
