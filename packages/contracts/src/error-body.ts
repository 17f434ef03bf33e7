import { type Static, Type } from 'typebox'

export const ErrorBody = Type.Object(
  {
    code: Type.String(),
    message: Type.String({ description: 'what happened and what to do' }),
    requestId: Type.String(),
  },
  { $id: 'ErrorBody' },
)
export type ErrorBody = Static<typeof ErrorBody>
