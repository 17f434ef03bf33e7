import { nextPoll, type SourceConfig } from '@paperboy/contracts'
import { startSweeper } from '@paperboy/queue'
import { Agent } from 'undici'
import { guardedAgent } from './guarded-agent.ts'
import { type PollDeps, pollSource } from './poll-source.ts'

const LOOK_EVERY_MS = 2_000
/** Sources that this process reads at the same time; a long one must not hold up the others. */
const AT_ONCE = 4

type Deps = Omit<PollDeps, 'dispatchers'> & { everyMs?: number }

/** Polls sources when Postgres says that they are due: those of the file, and those that operators have added. */
export async function startSourcePoller(deps: Deps, sources: SourceConfig[]): Promise<AsyncDisposable> {
  const now = deps.now()
  await deps.sources.plan(sources.map((source) => ({ ...source, nextAt: nextPoll(source, now) ?? now })))
  const dispatchers = { any: new Agent(), guarded: guardedAgent() }
  const stopping = new AbortController()
  const atWork = new Map<string, Promise<void>>()
  const begin = (source: SourceConfig) => {
    const polled = pollSource({ ...deps, dispatchers }, source, stopping.signal)
      .catch((err: unknown) => deps.log.warn({ err, source: source.name }, 'poll broke off'))
      .finally(() => atWork.delete(source.name))
    atWork.set(source.name, polled)
  }
  const look = async () => {
    for (const source of await deps.sources.due()) {
      if (!atWork.has(source.name) && atWork.size < AT_ONCE) begin(source)
    }
  }
  const { everyMs = LOOK_EVERY_MS, log } = deps
  const sweeper = startSweeper({ everyMs, runOnStart: true, log, run: look })
  return {
    async [Symbol.asyncDispose]() {
      await sweeper.stop()
      stopping.abort()
      await Promise.all(atWork.values())
      await Promise.all([dispatchers.any.destroy(), dispatchers.guarded.destroy()])
    },
  }
}
