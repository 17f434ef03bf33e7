import type { Log } from '@paperboy/service-kit'
import { expect, test } from 'vitest'
import { errorLog } from './error-log.ts'

test('the same trouble is logged once in ten seconds, with how often it came', () => {
  const lines: object[] = []
  let now = 0
  const log = { warn: (fields: object) => void lines.push(fields) } as unknown as Log
  const onError = errorLog(log, () => now)('paperboy-dump-split')
  for (let i = 0; i < 50; i++) onError(new Error(`job ${i} has no lock`))
  onError(new Error('connection refused'))
  now = 10_001
  onError(new Error('job 77 has no lock'))
  expect(lines).toMatchObject([
    { reason: 'job N has no lock', repeated: 0 },
    { reason: 'connection refused' },
    { reason: 'job N has no lock', repeated: 49 },
  ])
})
