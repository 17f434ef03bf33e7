import { expect, test } from 'vitest'
import { waitFor } from './wait-for.ts'

test('the value that ended the wait is answered, zero and empty text too', async () => {
  const values = [null, undefined, false, 0]
  await expect(
    waitFor(() => values.shift(), { timeoutMs: 1_000, everyMs: 1, describe: 'zero' }),
  ).resolves.toBe(0)
})

test('a condition that throws is asked again', async () => {
  let asked = 0
  const third = (): number => {
    asked += 1
    if (asked < 3) throw new Error('not yet')
    return asked
  }
  await expect(waitFor(third, { timeoutMs: 1_000, everyMs: 1, describe: 'the third' })).resolves.toBe(3)
})

test('a wait in vain says for what, and what was seen last', async () => {
  const never = (): never => {
    throw new Error('connection refused')
  }
  await expect(waitFor(never, { timeoutMs: 5, everyMs: 1, describe: 'the gateway' })).rejects.toThrow(
    'Waited 5 ms for the gateway in vain (connection refused)',
  )
})
