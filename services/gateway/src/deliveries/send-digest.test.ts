import { expect, test } from 'vitest'
import { sendDigest } from './send-digest.ts'

const nothing = { date: '2026-11-24', planned: 0, sent: 0, skipped: 0, failed: 0, waiting: 0, done: false }

/** The request as it looks each time it is looked at. */
function ledger(looks: Partial<typeof nothing>[]) {
  let at = -1
  return {
    lookEveryMs: 1,
    wake: async () => {},
    mail: {
      requestSend: async () => 'r1',
      sendRequest: async () => {
        at += 1
        return { ...nothing, ...looks[Math.min(at, looks.length - 1)] }
      },
    },
  }
}
const forever = new AbortController().signal

test('it waits until all is planned and every mail was tried', async () => {
  const deps = ledger([
    {},
    { planned: 1, waiting: 1 },
    { planned: 2, sent: 1, waiting: 0, failed: 1 },
    { done: true, planned: 3, sent: 1, waiting: 1, failed: 1, skipped: 1 },
    { done: true, planned: 3, sent: 2, failed: 1, skipped: 1 },
  ])
  expect(await sendDigest(deps, '2026-11-24', forever)).toEqual({
    ...{ ended: true, planned: 3, sent: 2, skipped: 1, failed: 1 },
  })
})

test('when nobody works on it, it says how far it got', async () => {
  expect(await sendDigest(ledger([{}]), '2026-11-24', AbortSignal.timeout(30))).toEqual({
    ...{ ended: false, planned: 0, sent: 0, skipped: 0, failed: 0 },
  })
})
