import { delay } from './delay.ts'
import { retryAfterSeconds } from './retry-after.ts'

type Fetch = (request: Request) => Promise<Response>
type Deps = { retries: number; pause?: typeof delay }

const FIRST_PAUSE_MS = 250
/** Whoever is told to wait longer than that is better told so than kept waiting. */
const MAX_PAUSE_MS = 60_000
const SECOND_MS = 1_000

/**
 * Asks again after 429 and 503, as long as `Retry-After` says, and what only reads also after a lost connection.
 * What changes something is asked again after 429 alone: then nothing has been done yet.
 */
export function retryingFetch(fetch: Fetch, { retries, pause = delay }: Deps): Fetch {
  return async (request) => {
    for (let attempt = 0; ; attempt++) {
      if (attempt >= retries) return fetch(request)
      const backoffMs = FIRST_PAUSE_MS * 2 ** attempt
      const waitMs = await fetch(request.clone()).then(
        (response) => pauseAfter(request, response, backoffMs) ?? response,
        (error: unknown) => {
          if (!reads(request) || request.signal.aborted) throw error
          return backoffMs
        },
      )
      if (typeof waitMs !== 'number') return waitMs
      await pause(waitMs, request.signal)
    }
  }
}

/** Null where the answer stands. */
function pauseAfter(request: Request, response: Response, backoffMs: number): number | null {
  const { status } = response
  if (status !== 429 && !(status === 503 && reads(request))) return null
  const seconds = retryAfterSeconds(response)
  const ms = seconds === null ? backoffMs : seconds * SECOND_MS
  if (ms > MAX_PAUSE_MS) return null
  // Where the connection is lost by then there is nothing left to cancel.
  response.body?.cancel().catch(() => undefined)
  return ms
}

function reads({ method }: Request): boolean {
  return method === 'GET' || method === 'HEAD'
}
