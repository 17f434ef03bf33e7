import type { KeyScope } from '@paperboy/contracts'
import { type Context, report } from '../context.ts'
import { printable } from '../output/printable.ts'
import { table } from '../output/table.ts'
import { pages } from '../pages.ts'
import { bodyOf } from '../rest-answer.ts'
import { isSure } from '../sure.ts'

const NOT_DONE = 1
const ACTS_PAGE = 1_000
const KEYS = ['KEY', 'NAME', 'MAY', 'PER MINUTE', 'MADE', 'LAST USED', 'REVOKED']
const ACTS = ['WHEN', 'WHO', 'BY', 'ACT', 'ON', 'STATUS']

const second = (iso: string | null) => iso?.slice(0, 19).replace('T', ' ') ?? null

export async function keys(context: Context): Promise<undefined> {
  const list = await bodyOf(context.client.rest.GET('/v1/keys'))
  report(context, list, ({ items }) =>
    table(
      KEYS,
      items.map((key) => [
        ...[key.id, key.name, key.scope, key.perMinute, second(key.createdAt)],
        ...[second(key.lastUsedAt), second(key.revokedAt)],
      ]),
    ),
  )
  if (list.items.length === 0) context.tell('There is no key beside OPERATOR_KEY.')
}

type NewKeyOptions = { scope: KeyScope; perMinute?: number }

/** The key itself goes to standard output, alone: a script can take it from there. */
export async function addKey(
  context: Context,
  options: NewKeyOptions,
  [name = '']: string[],
): Promise<undefined> {
  const { scope, perMinute } = options
  const body = { name, scope, ...(perMinute !== undefined && { perMinute }) }
  const made = await bodyOf(context.client.rest.POST('/v1/keys', { body }))
  report(context, made, ({ secret }) => [secret])
  context.tell(`The key ${printable(made.key.name)} (${made.key.id}) is shown this once.`)
}

export async function revokeKey(
  context: Context,
  options: { yes?: boolean },
  [keyId = '']: string[],
): Promise<number | undefined> {
  if (!(await isSure(context, options, `Revoke the key ${printable(keyId)} for good?`))) return NOT_DONE
  const revoked = await bodyOf(
    context.client.rest.DELETE('/v1/keys/{keyId}', { params: { path: { keyId } } }),
  )
  report(context, revoked, ({ name }) => [`${printable(name)} is revoked`])
}

export async function signOutAll(context: Context, options: { yes?: boolean }): Promise<number | undefined> {
  if (!(await isSure(context, options, 'Sign out everybody from the pages?'))) return NOT_DONE
  const answer = await bodyOf(context.client.rest.DELETE('/v1/sessions'))
  report(context, answer, ({ ended }) => [`${ended} signed out`])
}

export async function acts(context: Context, { limit }: { limit: number }): Promise<undefined> {
  const list = await pages(limit, ACTS_PAGE, (query) =>
    bodyOf(context.client.rest.GET('/v1/acts', { params: { query } })),
  )
  report(context, list, ({ items }) =>
    table(
      ACTS,
      items.map(({ at, who, via, act, target, status }) => [
        ...[second(at), who, via, act, target, status < 400 ? 'done' : `refused ${status}`],
      ]),
    ),
  )
  if (list.nextCursor !== null) context.tell('There are more: see --limit.')
}
