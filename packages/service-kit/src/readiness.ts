const CHECK_MS = 2_000

/** Name of what a service needs → a function that rejects while it is missing. */
export type Checks = Record<string, () => Promise<unknown>>

export type Readiness =
  | { ready: true; status: 'ready' }
  | { ready: false; status: 'unavailable'; missing: string[]; reasons: Record<string, string> }

/** A check without an answer for so long is given up, and begun anew. */
const GIVEN_UP_MS = 30_000

/** The same checks, each asked once however many wait for it: on what hangs no questions pile up. */
export function oneAtATime(checks: Checks): Checks {
  return Object.fromEntries(
    Object.entries(checks).map(([name, check]) => {
      let running: { since: number; answer: Promise<unknown> } | undefined
      const ask = () => {
        const asked = { since: Date.now(), answer: check() }
        running = asked
        const end = () => {
          if (running === asked) running = undefined
        }
        asked.answer.then(end, end)
        return asked.answer
      }
      return [name, () => (running && Date.now() - running.since < GIVEN_UP_MS ? running.answer : ask())]
    }),
  )
}

/** Runs all checks side by side; one that takes longer than two seconds counts as failed. */
export async function checkReadiness(checks: Checks, timeoutMs: number = CHECK_MS): Promise<Readiness> {
  const outcomes = await Promise.all(
    Object.entries(checks).map(async ([name, check]) => [name, await failure(check, timeoutMs)] as const),
  )
  const faults = outcomes.filter((outcome): outcome is [string, string] => outcome[1] !== undefined)
  if (faults.length === 0) return { ready: true, status: 'ready' }
  return {
    ready: false,
    status: 'unavailable',
    missing: faults.map(([name]) => name),
    reasons: Object.fromEntries(faults),
  }
}

async function failure(check: () => Promise<unknown>, timeoutMs: number): Promise<string | undefined> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve(`no answer within ${timeoutMs} ms`), timeoutMs)
  })
  try {
    return await Promise.race([check().then(() => undefined), late])
  } catch (error) {
    return reason(error)
  } finally {
    clearTimeout(timer)
  }
}

// A refused connection has a code and sometimes no message; addresses may carry a password.
function reason(error: unknown): string {
  const { code, message } = error as { code?: unknown; message?: unknown }
  const text = message || code || 'unknown'
  return String(text).replace(/\/\/[^/@\s]*@/g, '//')
}
