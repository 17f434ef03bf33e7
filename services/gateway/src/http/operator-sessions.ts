import { createHash, createHmac, randomBytes } from 'node:crypto'
import type { SessionHolder, SessionStore } from '@paperboy/database'
import { sameSecret } from '@paperboy/service-kit'
import { parseCookie, stringifySetCookie } from 'cookie'
import type { FastifyReply, FastifyRequest } from 'fastify'

const SESSION_SECONDS = 12 * 3_600
/** So long the sign-in form may stand open. */
const VISIT_SECONDS = 3_600

/** `id` names the session; `csrf` must come back with every form that changes something. */
export type Session = { id: string; csrf: string }
export type OperatorSession = Session & SessionHolder
type Kind = 'visitor' | 'operator'

export type OperatorSessions = {
  /** The session of an operator that has signed in and not out, on whichever gateway. */
  operator(request: FastifyRequest): Promise<OperatorSession | null>
  /** What the sign-in form is bound to. */
  visitor(request: FastifyRequest): Session | null
  welcome(reply: FastifyReply): Session
  /** Signs in with a key; without id: OPERATOR_KEY. */
  begin(reply: FastifyReply, keyId: string | null): Promise<Session>
  end(request: FastifyRequest, reply: FastifyReply): Promise<void>
}

type Store = Pick<SessionStore, 'add' | 'find' | 'end'>
type Options = { operatorKey: string; https: boolean; store: Store; now?: () => number }
type Token = Session & { kind: string; expires: number }

/**
 * A session is a row, so it ends everywhere at once; its cookie is signed, so that nonsense asks no
 * database, and with another OPERATOR_KEY all end. The cookie holds no part of a key, the row no cookie.
 */
export function operatorSessions({ operatorKey, https, store, now = Date.now }: Options): OperatorSessions {
  const secret = createHmac('sha256', operatorKey).update('paperboy operator session').digest()
  const sign = (text: string) => createHmac('sha256', secret).update(text).digest('base64url')
  // Cookies know no ports: two instances on one host must not sign each other out.
  const instance = sign('name').replace(/\W/g, '').slice(0, 6)
  // Nor may the form that a visitor gets: after a link from another site, which a strict cookie does not follow, it is
  // shown to who has signed in too.
  const nameOf = (kind: Kind) =>
    `${https ? '__Host-' : ''}paperboy-${kind === 'operator' ? '' : `${kind}-`}${instance}`

  const read = (request: FastifyRequest, kind: Kind): Session | null => {
    const value = parseCookie(request.headers.cookie ?? '')[nameOf(kind)]
    const token = value === undefined ? null : readToken(value, sign)
    if (!token || token.kind !== kind || token.expires <= now()) return null
    return { id: token.id, csrf: token.csrf }
  }
  const setCookie = (reply: FastifyReply, kind: Kind, value: string, maxAge: number) => {
    const settings = { path: '/', httpOnly: true, sameSite: 'strict', secure: https, maxAge } as const
    reply.header('set-cookie', stringifySetCookie({ name: nameOf(kind), value, ...settings }))
  }
  const give = (
    reply: FastifyReply,
    kind: Kind,
    { id, seconds }: { id: string; seconds: number },
  ): Session => {
    const claim = `${kind}.${now() + seconds * 1_000}.${id}`
    setCookie(reply, kind, `${claim}.${sign(claim)}`, seconds)
    return { id, csrf: sign(`form ${id}`) }
  }
  return {
    async operator(request) {
      const session = read(request, 'operator')
      const holder = session && (await store.find(sessionHash(session)))
      return session && holder ? { ...session, ...holder } : null
    },
    visitor: (request) => read(request, 'visitor'),
    welcome: (reply) => give(reply, 'visitor', { id: newId(), seconds: VISIT_SECONDS }),
    async begin(reply, keyId) {
      const id = newId()
      const expiresAt = new Date(now() + SESSION_SECONDS * 1_000)
      await store.add({ idHash: sessionHash({ id }), keyId, expiresAt })
      return give(reply, 'operator', { id, seconds: SESSION_SECONDS })
    },
    async end(request, reply) {
      const session = read(request, 'operator')
      if (session) await store.end(sessionHash(session))
      setCookie(reply, 'operator', '', 0)
    },
  }
}

function newId(): string {
  return randomBytes(18).toString('base64url')
}

function readToken(value: string, sign: (text: string) => string): Token | null {
  const [kind = '', expires = '', id = '', mac = '', ...rest] = value.split('.')
  if (rest.length > 0 || !sameSecret(mac, sign(`${kind}.${expires}.${id}`))) return null
  return { kind, expires: Number(expires), id, csrf: sign(`form ${id}`) }
}

export function sessionHash({ id }: Pick<Session, 'id'>): string {
  return createHash('sha256').update(`operator session ${id}`).digest('base64url')
}

/** Enough of a session to tell it in a log and a list, too little to use it. */
export function shortId(session: Pick<Session, 'id'>): string {
  return sessionHash(session).slice(0, 8)
}
