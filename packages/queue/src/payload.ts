import { type JobName, type JobPayload, jobs } from '@paperboy/contracts'
import { AppError } from '@paperboy/service-kit'
import { Value } from 'typebox/value'

/** The payload as its schema describes it; anything else is refused for good. */
export function checkedPayload<N extends JobName>(name: N, payload: unknown): JobPayload<N> {
  if (Value.Check(jobs[name], payload)) return payload as JobPayload<N>
  const [fault] = Value.Errors(jobs[name], payload)
  const where = fault?.instancePath || 'the payload'
  throw new AppError(
    'BAD_REQUEST',
    `A ${name} job is malformed: ${where} ${fault?.message ?? 'is not valid'}.`,
    {
      retryable: false,
    },
  )
}
