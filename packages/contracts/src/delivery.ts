import { type Static, Type } from 'typebox'

const Nullable = Type.Union([Type.String(), Type.Null()])

/**
 * planned → sending → sent | retry | failed | suppressed | unknown. `unknown`: the mailer died between
 * handing the mail over and the server's answer; an operator decides.
 */
export const DeliveryState = Type.Union([
  Type.Literal('planned'),
  Type.Literal('sending'),
  Type.Literal('sent'),
  Type.Literal('retry'),
  Type.Literal('failed'),
  Type.Literal('suppressed'),
  Type.Literal('unknown'),
])
export type DeliveryState = Static<typeof DeliveryState>

export const Delivery = Type.Object(
  {
    issueId: Type.String(),
    date: Type.String({ format: 'date', description: "of the subscriber's local day" }),
    subscriberId: Type.String(),
    email: Type.String(),
    state: DeliveryState,
    time: Type.String({ description: 'when it came into this state' }),
    messageId: Type.String(),
    attempts: Type.Integer(),
    papers: Type.Integer(),
    error: Nullable,
  },
  { $id: 'Delivery' },
)
export type Delivery = Static<typeof Delivery>
