import { bounceType, statusOf } from '../bounces/bounce-type.ts'
import type { Refusal } from './send-due.ts'

/**
 * What a refusal (5yz) says about the address. An enhanced code tells; without one a refused recipient is
 * gone for good, and a refused message may be the message's fault.
 */
export function refusalType({ reason, of }: Pick<Refusal, 'reason' | 'of'>): 'hard' | 'soft' {
  const status = statusOf(undefined, reason)
  if (status === null) return of === 'recipient' ? 'hard' : 'soft'
  return bounceType(status)
}
