import type { Dump } from '@paperboy/contracts'
import { expect, test } from 'vitest'
import { ApiError } from './api-error.ts'
import { untilEnded } from './until-ended.ts'

const dump = (status: Dump['status']) => ({ id: 'd1', status }) as Dump
const away = new ApiError({ code: 'UNREACHABLE', message: 'No answer' })

/** Answers, or throws, one after the other. */
function series(...steps: (Dump | Error)[]) {
  return async () => {
    const step = steps.shift() ?? new Error('asked once too often')
    if (step instanceof Error) throw step
    return step
  }
}

test('a dump is looked at until it has ended, also over a restart of the gateway', async () => {
  const seen: string[] = []
  const get = series(dump('received'), away, dump('processing'), dump('done'))
  const ended = await untilEnded(get, { onChange: ({ status }) => seen.push(status) })
  expect(ended.status).toBe('done')
  expect(seen).toEqual(['received', 'processing', 'done'])
})

test('a gateway that stays away, and what does not pass, end the waiting', async () => {
  await expect(untilEnded(series(away, away), { awayMs: -1 })).rejects.toBe(away)
  const gone = new ApiError({ code: 'NOT_FOUND', message: 'no such dump', status: 404 })
  await expect(untilEnded(series(gone))).rejects.toBe(gone)
})
