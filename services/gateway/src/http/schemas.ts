import { ErrorBody } from '@paperboy/contracts'
import { type Static, type TSchema, type TUnsafe, Type } from 'typebox'

/** A schema that is registered under its `$id`: one component of the API description, not copies. */
export function ref<T extends TSchema & { $id?: string }>(schema: T) {
  return Type.Unsafe<Static<T>>({ $ref: `${schema.$id}#` })
}

const meanings = {
  400: 'A parameter is wrong; the message names it.',
  401: 'The operator key is missing or wrong.',
  403: 'The scope of the key does not allow this.',
  404: 'There is no such thing.',
  409: 'It is not in a state in which this can be done.',
  410: 'What was there is no more: a cursor that ten minutes went unused (start again without it), a paper that its source has withdrawn.',
  413: 'The body is larger than this service takes.',
  415: 'The body is of a type, or in a content encoding, that is not understood here.',
  422: 'The body could not be unpacked; nothing was stored.',
  429: 'Too many requests; Retry-After says when to come back.',
  503: 'A dependency is down; Retry-After says when to come back.',
} as const
type ErrorStatus = keyof typeof meanings

/** The error answers of a route; 429 and 503 can come from every one, 403 from those that need a key. */
export function errors<S extends ErrorStatus>(...statuses: S[]) {
  const answers = {} as Record<S | 429 | 503, TUnsafe<ErrorBody>>
  const all = [...statuses, ...(statuses.some((status) => status === 401) ? [403 as const] : []), 429, 503]
  for (const status of all as (S | 429 | 503)[]) {
    answers[status] = Type.Unsafe<ErrorBody>({ ...ref(ErrorBody), description: meanings[status] })
  }
  return answers
}

export const Day = (description: string) => Type.String({ format: 'date', description })
/** What narrows every list of papers, in the same words. */
export const paperFilters = {
  from: Type.Optional(Day('first seen on this day (UTC) or later')),
  to: Type.Optional(Day('first seen on this day (UTC) or earlier')),
  hasCode: Type.Optional(Type.Boolean({ description: 'only papers with (true) or without (false) code' })),
}
export const Cursor = Type.String({
  minLength: 1,
  maxLength: 100_000,
  description: '`nextCursor` of the page before',
})
export const NextCursor = Type.Union([Type.String(), Type.Null()], {
  description: 'for the next page; null on the last one',
})
export const strict = { additionalProperties: false } as const

/** An answer that is no JSON; `T` is what the handler sends for it. */
export function textAnswer<T = string>(type: string, description: string, format?: 'binary') {
  // Tools read events one by one, and an event is no string.
  const isText = type !== 'text/event-stream'
  const schema = Type.Unsafe<T>({ ...(isText && { type: 'string' }), ...(format && { format }) })
  return { description, content: { [type]: { schema } } }
}
