import type { GatewayDeps } from '../../deps.ts'
import type { KeyRing } from '../../http/key-ring.ts'
import { sessionHash } from '../../http/operator-sessions.ts'
import { revokeKey } from '../../keys/change-keys.ts'
import { removeSource, type SourceStep, stepSource } from '../../sources/change-sources.ts'
import type { Act, Question } from './acts.ts'

export type HouseActDeps = Pick<GatewayDeps, 'keys' | 'sessionStore' | 'sources' | 'mail'> & {
  ring: Pick<KeyRing, 'forget'>
}

/** What is done to keys, sessions and sources. */
export function houseActs(deps: HouseActDeps): Record<string, Act> {
  return { ...keyActs(deps), ...sourceActs(deps) }
}

function keyActs(deps: HouseActDeps): Record<string, Act> {
  const here = { room: 'Access', back: () => '/operator/keys' } as const
  return {
    'revoke-key': {
      ...here,
      question: {
        title: 'Revoke this key?',
        text: 'Whoever uses it is refused from now on, and whoever has signed in with it is signed out. It cannot be taken back: make a new one.',
        button: 'Revoke it',
      },
      async run(id) {
        await revokeKey(deps, id)
        return { to: '/operator/keys', done: 'revoked' }
      },
    },
    'end-sessions': {
      ...here,
      question: {
        title: 'Sign out everybody else?',
        text: 'All sessions but yours end, on all gateways. Whoever has a key can sign in again.',
        button: 'Sign them out',
      },
      async run(_id, _log, session) {
        await deps.sessionStore.endOthers(sessionHash(session))
        return { to: '/operator/keys', done: 'signed-out' }
      },
    },
  }
}

const sourcePath = (name: string) => `/operator/sources/${encodeURIComponent(name)}`

function sourceActs({ sources }: HouseActDeps): Record<string, Act> {
  const step = (which: SourceStep, done: string, question: Omit<Question, 'harmless'>): Act => ({
    room: 'Sources',
    back: sourcePath,
    question: { ...question, harmless: true },
    async run(name) {
      await stepSource({ sources }, name, which)
      return { to: sourcePath(name), done }
    },
  })
  return {
    'poll-source': step('poll', 'polled', {
      title: 'Ask this source now?',
      text: 'What it answers becomes a dump, unless it is known already.',
      button: 'Ask it',
    }),
    'pause-source': step('pause', 'paused', {
      title: 'Pause this source?',
      text: 'It is not asked until you let it go on.',
      button: 'Pause it',
    }),
    'resume-source': step('resume', 'resumed', {
      title: 'Let this source go on?',
      text: 'What was due meanwhile is made up for once.',
      button: 'Let it go on',
    }),
    'remove-source': {
      room: 'Sources',
      back: sourcePath,
      question: {
        title: 'Remove this source?',
        text: 'It is not asked any more, and how far it was read is forgotten. Its dumps stay.',
        button: 'Remove it',
      },
      async run(name) {
        await removeSource({ sources }, name)
        return { to: '/operator/sources', done: 'removed' }
      },
    },
  }
}
