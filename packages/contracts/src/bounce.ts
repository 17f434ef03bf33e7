import { type Static, Type } from 'typebox'
import { MAX_EMAIL_LENGTH } from './email-address.ts'

export const BounceType = Type.Union([Type.Literal('hard'), Type.Literal('soft'), Type.Literal('complaint')])
export type BounceType = Static<typeof BounceType>

/** What came back for an address. At least one of `email` and `token` says whose; a token is the better proof. */
export const BounceReport = Type.Object(
  {
    email: Type.Optional(Type.String({ minLength: 3, maxLength: 4 * MAX_EMAIL_LENGTH })),
    token: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
    type: BounceType,
    detail: Type.Optional(Type.String({ maxLength: 1000, default: '' })),
  },
  { $id: 'BounceReport', additionalProperties: false },
)
export type BounceReport = Static<typeof BounceReport>
