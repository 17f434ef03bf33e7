import { setTimeout as delay } from 'node:timers/promises'
import type { Dump } from '@paperboy/contracts'
import type { DumpReader } from '../deps.ts'
import { weakTag } from '../http/etag.ts'

export type Watch = {
  dumps: Pick<DumpReader, 'get'>
  signal: AbortSignal
  pollMs: number
  heartbeatMs: number
}

/** Counting the indexed papers of a large dump is work: look less often where it takes long. */
const REST_FACTOR = 10

/**
 * A dump as server-sent events: now, then whenever something of it changes, until it is done or failed.
 * Comments in between keep the connection alive and show that it is.
 */
export async function* dumpEvents(watch: Watch, first: Dump): AsyncGenerator<string> {
  let last = eventId(first)
  yield `retry: 3000\n${event(first)}`
  let quietSince = Date.now()
  let dump: Dump | null = first
  let pauseMs = watch.pollMs
  while (dump && !isEnded(dump)) {
    await delay(pauseMs, undefined, { signal: watch.signal })
    const asked = performance.now()
    // While the database is away the reader stays: the counts go on when it is back.
    const seen: Dump | null | undefined = await watch.dumps.get(dump.id).catch(() => undefined)
    pauseMs = Math.max(watch.pollMs, (performance.now() - asked) * REST_FACTOR)
    if (seen !== undefined) dump = seen
    if (dump && eventId(dump) !== last) {
      last = eventId(dump)
      yield event(dump)
      quietSince = Date.now()
    } else if (Date.now() - quietSince >= watch.heartbeatMs) {
      yield ': still here\n\n'
      quietSince = Date.now()
    }
  }
}

export function isEnded({ status }: Dump): boolean {
  return status === 'done' || status === 'failed'
}

export function eventId(dump: Dump): string {
  return weakTag(JSON.stringify(dump)).slice(3, 19)
}

function event(dump: Dump): string {
  return `event: dump\nid: ${eventId(dump)}\ndata: ${JSON.stringify(dump)}\n\n`
}
