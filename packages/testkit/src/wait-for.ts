import { setTimeout as sleep } from 'node:timers/promises'

type Options = { timeoutMs: number; everyMs?: number; describe: string }

/**
 * Asks until the condition holds: until it answers something other than `false`, `null` or `undefined`
 * without throwing. Answers that value; after `timeoutMs` it throws with what was last seen.
 */
export async function waitFor<T>(
  condition: () => T | Promise<T>,
  { timeoutMs, everyMs = 50, describe }: Options,
): Promise<NonNullable<Exclude<T, false>>> {
  const deadline = Date.now() + timeoutMs
  for (;;) {
    const seen = await attempt(condition)
    if (seen.kind === 'value' && holds(seen.value)) return seen.value
    if (Date.now() >= deadline) {
      const last = seen.kind === 'error' ? seen.error : new Error(`last seen: ${String(seen.value)}`)
      throw new Error(`Waited ${timeoutMs} ms for ${describe} in vain (${last.message})`, { cause: last })
    }
    await sleep(everyMs)
  }
}

function holds<T>(value: T): value is NonNullable<Exclude<T, false>> {
  return value !== false && value !== null && value !== undefined
}

type Seen<T> = { kind: 'value'; value: T } | { kind: 'error'; error: Error }

async function attempt<T>(condition: () => T | Promise<T>): Promise<Seen<T>> {
  try {
    return { kind: 'value', value: await condition() }
  } catch (error) {
    return { kind: 'error', error: error instanceof Error ? error : new Error(String(error)) }
  }
}
