import { type Static, Type } from 'typebox'

export const ErrorBody = Type.Object(
  {
    code: Type.String(),
    message: Type.String({ description: 'what happened and what to do' }),
    requestId: Type.String(),
  },
  {
    $id: 'ErrorBody',
    examples: [
      {
        code: 'BAD_REQUEST',
        message: 'limit must be <= 100.',
        requestId: '6fb196de-607d-467c-9bd3-e50dc3d05f0b',
      },
    ],
  },
)
export type ErrorBody = Static<typeof ErrorBody>
