import { type Static, type TSchema, Type } from 'typebox'
import { MAX_EMAIL_LENGTH } from './email-address.ts'

const EveryDay = [1, 2, 3, 4, 5, 6, 7]
const Monday = [1]

const nullable = <T extends TSchema>(schema: T, options = {}) => Type.Union([schema, Type.Null()], options)
const Time = Type.String()

const frequency = (options = {}) => Type.Union([Type.Literal('daily'), Type.Literal('weekly')], options)
export const Frequency = frequency()
export type Frequency = Static<typeof Frequency>

// Descriptions of patterns end the sentence "… is not valid:", see the gateway's validation.
const Email = Type.String({ minLength: 3, maxLength: 4 * MAX_EMAIL_LENGTH })
const timeZone = (options = {}) =>
  Type.String({
    pattern: '^[A-Za-z][A-Za-z0-9_+/-]{0,63}$',
    description: 'it must be the name of an IANA time zone, such as Europe/Berlin',
    ...options,
  })
const hour = (options = {}) =>
  Type.Integer({ minimum: 0, maximum: 23, description: 'of the local day', ...options })
const Weekdays = Type.Array(Type.Integer({ minimum: 1, maximum: 7 }), {
  minItems: 1,
  maxItems: 7,
  uniqueItems: true,
  description: 'days on which a mail may come, 1 is Monday',
})
const maxPapers = (options = {}) => Type.Integer({ minimum: 1, maximum: 100, ...options })
const query = (options = {}) => nullable(Type.String({ maxLength: 500 }), options)

/** When an issue is due: on these weekdays at this hour, as the clocks of the zone show it. */
export const Schedule = Type.Object({
  timeZone: timeZone(),
  hour: hour(),
  frequency: Frequency,
  weekdays: Weekdays,
  maxPapers: maxPapers(),
  pausedUntil: nullable(Type.String({ format: 'date' }), { description: 'the first day with a mail again' }),
})
export type Schedule = Static<typeof Schedule>

export const SubscriptionRequest = Type.Object(
  {
    email: Email,
    query: Type.Optional(query({ default: null, description: 'a saved search; null: what is trending' })),
    timeZone: Type.Optional(timeZone({ default: 'UTC' })),
    hour: Type.Optional(hour({ default: 8 })),
    frequency: Type.Optional(frequency({ default: 'daily' })),
    maxPapers: Type.Optional(maxPapers({ default: 20 })),
    weekdays: Type.Optional(Weekdays),
  },
  { $id: 'SubscriptionRequest', additionalProperties: false },
)
export type SubscriptionRequest = Static<typeof SubscriptionRequest>

/** The schedule somebody asks for, with the defaults where the request is silent. */
export function scheduleOf(request: Omit<SubscriptionRequest, 'email' | 'query'>): Schedule {
  const weekdays = request.weekdays ?? (request.frequency === 'weekly' ? Monday : EveryDay)
  return {
    timeZone: request.timeZone ?? 'UTC',
    hour: request.hour ?? 8,
    frequency: request.frequency ?? 'daily',
    weekdays: weekdays.toSorted((a, b) => a - b),
    maxPapers: request.maxPapers ?? 20,
    pausedUntil: null,
  }
}

export const SubscriberState = Type.Union([
  Type.Literal('pending'),
  Type.Literal('confirmed'),
  Type.Literal('unsubscribed'),
])
export type SubscriberState = Static<typeof SubscriberState>

export const Subscriber = Type.Object(
  {
    id: Type.String(),
    email: Type.String(),
    state: SubscriberState,
    topics: Type.Array(query(), { description: 'saved searches; null: what is trending' }),
    schedule: Schedule,
    source: Type.String({ description: 'where the consent came from: page, api, import' }),
    createdAt: Time,
    confirmedAt: nullable(Time),
    unsubscribedAt: nullable(Time),
    suppressed: nullable(Type.String(), { description: 'why no mail goes to this address' }),
  },
  { $id: 'Subscriber' },
)
export type Subscriber = Static<typeof Subscriber>
