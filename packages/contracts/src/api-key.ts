import { type Static, Type } from 'typebox'

const Text = Type.Union([Type.String(), Type.Null()])

/** What an operator's key opens. */
export const OperatorScope = Type.Union([Type.Literal('read'), Type.Literal('ingest'), Type.Literal('all')])
export type OperatorScope = Static<typeof OperatorScope>

export const KeyScope = Type.Union([...OperatorScope.anyOf, Type.Literal('client')], {
  description:
    'read: look at everything; ingest: feed dumps and see what becomes of them; all: everything; client: a quota of its own on the public routes, no rights',
})
export type KeyScope = Static<typeof KeyScope>

/** A key that an operator has made, without the key itself. */
export const ApiKey = Type.Object(
  {
    id: Type.String(),
    name: Type.String(),
    scope: KeyScope,
    perMinute: Type.Union([Type.Integer(), Type.Null()], { description: 'the quota of a client key' }),
    createdBy: Type.String(),
    createdAt: Type.String(),
    lastUsedAt: Text,
    revokedAt: Text,
  },
  { $id: 'ApiKey' },
)
export type ApiKey = Static<typeof ApiKey>

const KEY_NAME = '^[\\w][\\w .@+-]{0,63}$'
export const KEY_NAME_RULE =
  'it must have 1 to 64 letters, digits, spaces or one of . _ @ + -, a letter or digit first'

/** What a new key is to be. */
export const NewKey = Type.Object(
  {
    name: Type.String({
      pattern: KEY_NAME,
      description: KEY_NAME_RULE,
    }),
    scope: KeyScope,
    perMinute: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 100_000_000, description: 'requests per minute of a client key' }),
    ),
  },
  { $id: 'NewKey', additionalProperties: false },
)
export type NewKey = Static<typeof NewKey>
