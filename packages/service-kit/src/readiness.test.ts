import { expect, test } from 'vitest'
import { checkReadiness, oneAtATime } from './readiness.ts'

const fine = async () => {}
const never = () => new Promise<never>(() => {})

test('ready when every check passes', async () => {
  expect(await checkReadiness({ database: fine, queue: fine })).toEqual({ ready: true, status: 'ready' })
})

test('what is missing is named with its reason, without passwords', async () => {
  const readiness = await checkReadiness({
    database: fine,
    queue: async () => {
      throw new Error('connect failed: redis://user:hunter2@queue:6379')
    },
    search: () => Promise.reject(Object.assign(new AggregateError([]), { code: 'ECONNREFUSED' })),
  })
  expect(readiness).toEqual({
    ready: false,
    status: 'unavailable',
    missing: ['queue', 'search'],
    reasons: { queue: 'connect failed: redis://queue:6379', search: 'ECONNREFUSED' },
  })
})

test('checks that hang are bounded, all together', async () => {
  const begun: string[] = []
  const hangs = (name: string) => () => {
    begun.push(name)
    return never()
  }
  const checks = { database: hangs('database'), queue: hangs('queue'), search: hangs('search') }
  const readiness = checkReadiness(checks, 50)
  // Side by side: none waits for the time of another one.
  expect(begun).toEqual(['database', 'queue', 'search'])
  expect(await readiness).toMatchObject({ missing: ['database', 'queue', 'search'] })
})

test('a check that hangs is not asked again beside itself, and again when it has ended', async () => {
  let asked = 0
  let answer = Promise.withResolvers<void>()
  const checks = oneAtATime({
    database: () => {
      asked++
      return answer.promise
    },
  })
  for (const _ of [1, 2, 3]) expect((await checkReadiness(checks, 5)).ready).toBe(false)
  expect(asked).toBe(1)
  answer.reject(new Error('away'))
  expect(await checkReadiness(checks)).toMatchObject({ reasons: { database: 'away' } })
  answer = Promise.withResolvers()
  answer.resolve()
  expect((await checkReadiness(checks)).ready).toBe(true)
})
