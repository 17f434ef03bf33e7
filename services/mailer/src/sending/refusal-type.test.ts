import { expect, test } from 'vitest'
import { refusalType } from './refusal-type.ts'

test.each([
  ['550 5.1.1 no such user', 'recipient', 'hard'],
  ['550 no such user', 'recipient', 'hard'],
  ['552 5.2.2 mailbox full', 'recipient', 'soft'],
  // One blocklist must not lose every subscriber at a provider.
  ['550 5.7.1 your address is on a blocklist', 'recipient', 'soft'],
  ['554 message looks like spam', 'message', 'soft'],
] as const)('%s of the %s is %s', (reason, of, type) => {
  expect(refusalType({ reason, of })).toBe(type)
})
