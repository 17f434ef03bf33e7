import { type Static, Type } from 'typebox'

const Text = Type.Union([Type.String(), Type.Null()])

/** What an operator did, or tried to. */
export const OperatorAct = Type.Object(
  {
    id: Type.Integer(),
    at: Type.String(),
    who: Type.String({ description: 'the name of the key' }),
    session: Type.Union([Type.String(), Type.Null()], {
      description: 'on the pages: the beginning of the session',
    }),
    via: Type.Union([Type.Literal('page'), Type.Literal('api')]),
    act: Type.String(),
    target: Text,
    status: Type.Integer({ description: 'of the answer: below 400 it was done' }),
  },
  { $id: 'OperatorAct' },
)
export type OperatorAct = Static<typeof OperatorAct>
