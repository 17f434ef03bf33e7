import { expect, test } from 'vitest'
import { retryingFetch } from './retrying-fetch.ts'

type Answered = Response | Error

/** Gives the answers in turn; says what was asked and how long was waited. */
function asked(answers: Answered[], retries = 2) {
  const waits: number[] = []
  let calls = 0
  const fetch = async () => {
    const answer = answers[calls++]
    if (answer instanceof Response) return answer
    throw answer
  }
  const pause = async (ms: number) => void waits.push(ms)
  const ask = async (init: RequestInit = {}) => {
    const request = new Request('http://127.0.0.1/', init)
    const end = await retryingFetch(fetch, { retries, pause })(request).then(
      ({ status }) => status,
      (error: Error) => error.message,
    )
    return { end, calls, waits }
  }
  return ask
}
const status = (code: number, retryAfter?: string) =>
  new Response('', { status: code, ...(retryAfter && { headers: { 'retry-after': retryAfter } }) })

test('waits as long as it is told to, else longer each time', async () => {
  expect(await asked([status(429, '3'), status(503), status(200)])()).toEqual({
    end: 200,
    calls: 3,
    waits: [3_000, 500],
  })
})

test('gives up after so many times, and at once where it would take too long', async () => {
  expect(await asked([status(503), status(503), status(503)])()).toMatchObject({ end: 503, calls: 3 })
  expect(await asked([status(429, '3600'), status(200)])()).toMatchObject({ end: 429, calls: 1 })
  expect(await asked([status(429, '1'), status(200)], 0)()).toMatchObject({ end: 429, calls: 1 })
})

test('a lost connection is tried again for what reads, never for what may have been done', async () => {
  expect(await asked([new Error('lost'), status(200)])()).toMatchObject({ end: 200, calls: 2 })
  expect(await asked([new Error('lost'), status(200)])({ method: 'POST' })).toMatchObject({
    end: 'lost',
    calls: 1,
  })
  expect(await asked([status(503), status(200)])({ method: 'POST' })).toMatchObject({ end: 503, calls: 1 })
  expect(await asked([status(429), status(200)])({ method: 'POST', body: 'x' })).toMatchObject({
    end: 200,
    calls: 2,
  })
})

test('an answer whose connection is lost after its head ends nothing', async () => {
  const lost = new ReadableStream({ start: (body) => body.error(new Error('reset')) })
  const answer = new Response(lost, { status: 429, headers: { 'retry-after': '1' } })
  // A promise that nobody hears ends a program, and here the run.
  expect(await asked([answer, status(200)])()).toMatchObject({ end: 200, calls: 2 })
})

test.each([400, 401, 404, 410, 500])('%d stands', async (code) => {
  expect(await asked([status(code), status(200)])()).toMatchObject({ end: code, calls: 1 })
})

test('what the caller ended is not tried again', async () => {
  const ended = new Error('ended')
  expect(await asked([ended, status(200)])({ signal: AbortSignal.abort(ended) })).toMatchObject({
    end: 'ended',
    calls: 1,
  })
})
