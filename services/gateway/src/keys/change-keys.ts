import type { ApiKey, NewKey } from '@paperboy/contracts'
import type { ApiKeys } from '@paperboy/database'
import { AppError } from '@paperboy/service-kit'
import type { KeyRing } from '../http/key-ring.ts'

export type KeyDeps = { keys: Pick<ApiKeys, 'create' | 'revoke'>; ring: Pick<KeyRing, 'forget'> }

/** A new key, in force at once here and within two seconds on other gateways. */
export async function makeKey(
  { keys, ring }: KeyDeps,
  { name, scope, perMinute }: NewKey,
  createdBy: string,
): Promise<{ key: ApiKey; secret: string }> {
  if ((scope === 'client') !== (perMinute !== undefined))
    throw new AppError(
      'BAD_REQUEST',
      scope === 'client'
        ? 'perMinute is missing: a client key is a quota.'
        : 'perMinute goes with the scope "client" alone: operators have no limit.',
    )
  const made = await keys.create({ name, scope, perMinute: perMinute ?? null, createdBy })
  if (!made)
    throw new AppError('CONFLICT', `There is a key "${name}" already. Revoke it first, or take another name.`)
  ring.forget()
  return made
}

export async function revokeKey({ keys, ring }: KeyDeps, id: string): Promise<ApiKey> {
  const revoked = await keys.revoke(id)
  if (!revoked) throw new AppError('NOT_FOUND', `There is no key ${id.slice(0, 100)} in force. See /v1/keys.`)
  ring.forget(id)
  return revoked
}
