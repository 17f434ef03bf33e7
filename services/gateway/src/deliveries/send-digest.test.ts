import { expect, test } from 'vitest'
import { sendDigest } from './send-digest.ts'

type Look = { done: boolean; states: Record<string, number> }

/** The ledger as it looks each time it is looked at; the first is before the request. */
function ledger(before: Record<string, number>, looks: Look[]) {
  let at = -1
  const look = () => looks[Math.min(at, looks.length - 1)]!
  return {
    lookEveryMs: 1,
    wake: async () => {},
    mail: {
      requestSend: async () => 'r1',
      sendRequest: async () => {
        at += 1
        const { done } = look()
        return { date: '2026-11-24', planned: done ? 3 : 0, skipped: done ? 1 : 0, done }
      },
      report: async () => (at < 0 ? before : look().states),
    },
  }
}
const forever = new AbortController().signal

test('it waits until all is planned and every mail was tried', async () => {
  const deps = ledger({ sent: 10 }, [
    { done: false, states: { sent: 10 } },
    { done: true, states: { sent: 10, planned: 3, empty: 1 } },
    { done: true, states: { sent: 11, sending: 1, retry: 1, empty: 1 } },
    { done: true, states: { sent: 12, retry: 1, empty: 1 } },
  ])
  expect(await sendDigest(deps, '2026-11-24', forever)).toEqual({
    ...{ ended: true, planned: 3, sent: 2, skipped: 1, failed: 1 },
  })
})

test('when nobody works on it, it says how far it got', async () => {
  const deps = ledger({}, [{ done: false, states: {} }])
  expect(await sendDigest(deps, '2026-11-24', AbortSignal.timeout(30))).toEqual({
    ...{ ended: false, planned: 0, sent: 0, skipped: 0, failed: 0 },
  })
})
