import type { Dump } from '@paperboy/contracts'
import { expect, test } from 'vitest'
import { aDump } from '../a-gateway.suite.ts'
import { dumpEvents } from './dump-events.ts'

function watching(
  states: (Dump | null | Error)[],
  given: { heartbeatMs?: number; signal?: AbortSignal } = {},
) {
  const get = async () => {
    const next = states.length > 1 ? states.shift() : states[0]
    if (next instanceof Error) throw next
    return next ?? null
  }
  const signal = new AbortController().signal
  return { dumps: { get }, signal, pollMs: 1, heartbeatMs: 60_000, ...given }
}

const processing = (created: number) =>
  aDump({ status: 'processing', counts: { ...aDump().counts, created } })

async function statuses(events: AsyncGenerator<string>): Promise<string[]> {
  const seen: string[] = []
  for await (const event of events) seen.push(/"status":"(\w+)"/.exec(event)?.[1] ?? event.trim())
  return seen
}

test('every change is one event, until the dump is done', async () => {
  const states = [aDump(), processing(1), processing(1), processing(2), aDump({ status: 'done' })]
  expect(await statuses(dumpEvents(watching(states), aDump()))).toEqual([
    'received',
    'processing',
    'processing',
    'done',
  ])
})

test('a dump that has ended is one event', async () => {
  expect(await statuses(dumpEvents(watching([]), aDump({ status: 'failed' })))).toEqual(['failed'])
})

test('a reader stays while the database is away', async () => {
  const states = [new Error('away'), aDump({ status: 'done' })]
  expect(await statuses(dumpEvents(watching(states), aDump()))).toEqual(['received', 'done'])
})

test('where nothing changes, comments show that the line is alive', async () => {
  const events = dumpEvents(watching([aDump()], { heartbeatMs: 1 }), aDump())
  await events.next()
  expect((await events.next()).value).toBe(': still here\n\n')
})

test('it ends when the reader goes', async () => {
  const gone = new AbortController()
  const events = dumpEvents(watching([aDump()], { signal: gone.signal }), aDump())
  await events.next()
  const next = events.next()
  gone.abort()
  await expect(next).rejects.toThrow()
})
