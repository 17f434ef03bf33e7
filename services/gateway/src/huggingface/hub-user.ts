import { hexId } from './hex-id.ts'
import type { HubUser } from './schemas.ts'

/** Who brought a paper of which no record names a submitter. */
export const OPERATOR = 'operator'

/** From what a record said of its submitter: an object as Hugging Face has it, or a bare name. */
export function hubUser(said: unknown): HubUser {
  const { user, name, fullname, avatarUrl } = (
    typeof said === 'string' ? { user: said } : (said ?? {})
  ) as Record<string, unknown>
  const account = text(user) ?? text(name) ?? OPERATOR
  return {
    _id: hexId(`user ${account}`),
    avatarUrl: text(avatarUrl) ?? '',
    fullname: text(fullname) ?? (account === OPERATOR ? 'Operator' : account),
    name: account,
    user: account,
    type: 'user',
    ...{ isPro: false, isHf: false, isMod: false },
  }
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}
