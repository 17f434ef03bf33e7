import { AppError, sameSecret } from '@paperboy/service-kit'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { OperatorSessions, Session } from '../../http/operator-sessions.ts'
import { type Operator, type Operators, refuseBeyond } from '../../http/operators.ts'
import { formFields } from '../../subscriptions/form-fields.ts'
import type { Site } from '../layout.ts'
import { sendPage } from '../send-page.ts'
import type { Visit } from './house-layout.ts'
import { noteOf } from './notes.ts'
import { signInPage } from './sign-in-page.ts'

type Deps = { site: Site; sessions: OperatorSessions; operators: Operators }

/** A program that sends the key with every request needs no session. */
const byKey: Session = { id: 'key', csrf: 'key' }

/** Checks a form against the session of whoever sends it; throws when it comes from elsewhere. */
export type CheckForm = (request: FastifyRequest, csrf: string) => void
export type VisitOf = (request: FastifyRequest) => Visit

export function doorkeeper({ site, sessions, operators }: Deps) {
  const operatorOf = (request: FastifyRequest): Operator => {
    const operator = operators.of(request)
    if (!operator) throw new AppError('UNAUTHORIZED', 'Your session has ended. Sign in again.')
    return operator
  }
  const visitOf: VisitOf = (request) => {
    const { session, name, scope } = operatorOf(request)
    const note = noteOf(formFields(request.query).one('done'))
    return { site, session: session ?? byKey, who: name, mayAct: scope === 'all', note }
  }
  const checkForm: CheckForm = (request, csrf) => {
    const { session } = operatorOf(request)
    if (!session || sameSecret(csrf, session.csrf)) return
    throw new AppError('UNAUTHORIZED', 'This form belongs to another session. Open its page again.')
  }
  /** Hook: whoever is not signed in sees the form for it in place of a page. */
  const admit = async (request: FastifyRequest, reply: FastifyReply) => {
    const operator = await operators.admit(request)
    if (operator) return refuseBeyond(operator.scope, request)
    const to = request.method === 'GET' ? request.url : '/operator'
    reply.code(401).header('www-authenticate', 'Bearer realm="paperboy"')
    await sendPage(reply, signInPage(site, { visitor: sessions.welcome(reply), to }))
  }
  return { visitOf, checkForm, admit }
}
