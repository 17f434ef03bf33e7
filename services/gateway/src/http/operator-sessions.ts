import { createHmac, randomBytes } from 'node:crypto'
import { sameSecret } from '@paperboy/service-kit'
import { parseCookie, stringifySetCookie } from 'cookie'
import type { FastifyReply, FastifyRequest } from 'fastify'

const SESSION_SECONDS = 12 * 3_600
/** So long the sign-in form may stand open. */
const VISIT_SECONDS = 3_600

/** `id` names the session in logs; `csrf` must come back with every form that changes something. */
export type Session = { id: string; csrf: string }
type Kind = 'visitor' | 'operator'

export type OperatorSessions = {
  /** The session of an operator that has signed in, if the request carries a valid one. */
  operator(request: FastifyRequest): Session | null
  /** What the sign-in form is bound to. */
  visitor(request: FastifyRequest): Session | null
  begin(reply: FastifyReply, kind: Kind): Session
  end(request: FastifyRequest, reply: FastifyReply): void
}

type Options = { operatorKey: string; https: boolean; now?: () => number }
type Token = Session & { kind: string; expires: number }

/**
 * Sessions are signed, not stored, so every gateway with the same operator key knows them; with another
 * key they all end. The cookie holds no part of the key.
 */
export function operatorSessions({ operatorKey, https, now = Date.now }: Options): OperatorSessions {
  const secret = createHmac('sha256', operatorKey).update('paperboy operator session').digest()
  const sign = (text: string) => createHmac('sha256', secret).update(text).digest('base64url')
  // Cookies know no ports: two instances on one host must not sign each other out.
  const name = `${https ? '__Host-' : ''}paperboy-${sign('name').replace(/\W/g, '').slice(0, 6)}`
  const ended = new Map<string, number>()

  const read = (request: FastifyRequest, kind: Kind): Session | null => {
    const value = parseCookie(request.headers.cookie ?? '')[name]
    const token = value === undefined ? null : readToken(value, sign)
    if (!token || token.kind !== kind || token.expires <= now() || ended.has(token.id)) return null
    return { id: token.id, csrf: token.csrf }
  }
  const setCookie = (reply: FastifyReply, value: string, maxAge: number) => {
    const cookie = {
      name,
      value,
      path: '/',
      httpOnly: true,
      sameSite: 'strict',
      secure: https,
      maxAge,
    } as const
    reply.header('set-cookie', stringifySetCookie(cookie))
  }
  return {
    operator: (request) => read(request, 'operator'),
    visitor: (request) => read(request, 'visitor'),
    begin(reply, kind) {
      const seconds = kind === 'operator' ? SESSION_SECONDS : VISIT_SECONDS
      const id = randomBytes(18).toString('base64url')
      const claim = `${kind}.${now() + seconds * 1_000}.${id}`
      setCookie(reply, `${claim}.${sign(claim)}`, seconds)
      return { id, csrf: sign(`form ${id}`) }
    },
    end(request, reply) {
      const session = read(request, 'operator')
      for (const [id, until] of ended) if (until <= now()) ended.delete(id)
      if (session) ended.set(session.id, now() + SESSION_SECONDS * 1_000)
      setCookie(reply, '', 0)
    },
  }
}

function readToken(value: string, sign: (text: string) => string): Token | null {
  const [kind = '', expires = '', id = '', mac = '', ...rest] = value.split('.')
  if (rest.length > 0 || !sameSecret(mac, sign(`${kind}.${expires}.${id}`))) return null
  return { kind, expires: Number(expires), id, csrf: sign(`form ${id}`) }
}

/** Enough of a session to tell it in a log, too little to use it. */
export function shortId({ id }: Session): string {
  return id.slice(0, 8)
}
