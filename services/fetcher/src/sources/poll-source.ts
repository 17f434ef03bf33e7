import { setTimeout as delay } from 'node:timers/promises'
import { addressOf, nextPoll, type SourceConfig } from '@paperboy/contracts'
import type { SourceClaim, SourceStore } from '@paperboy/database'
import type { Dispatcher } from 'undici'
import { type FeedDeps, feedBytes } from '../feed-file.ts'
import { askSource, SourceRefusal } from './ask-source.ts'
import { forgotToken, pageAddress, watchOai } from './oai-pages.ts'

export type PollDeps = FeedDeps & {
  sources: SourceStore
  /** For sources that may lead to private addresses, and for those that may not. */
  dispatchers: { any: Dispatcher; guarded: Dispatcher }
  now: () => Date
  random?: () => number
}

const FIRST_PAUSE_MS = 60_000
const LONGEST_PAUSE_MS = 6 * 3_600_000
const DAY_MS = 86_400_000
/** Beyond the time that an answer may take: what it takes to store and note it. */
const GRACE_MS = 60_000

/** Polls a source once, if it is due and nobody else does. Each answer becomes a dump as if it was uploaded. */
export async function pollSource(deps: PollDeps, source: SourceConfig, signal: AbortSignal): Promise<void> {
  const leaseMs = source.timeoutMs + GRACE_MS
  const claim = await deps.sources.claim(source.name, leaseMs)
  if (!claim) return
  try {
    await readAnswer(deps, source, claim, signal)
  } catch (error) {
    // A fetcher that stops gives the source back: another one goes on where it was.
    if (signal.aborted) return deps.sources.release(claim)
    await noteFailure(deps, source, claim, error)
  }
}

async function readAnswer(deps: PollDeps, source: SourceConfig, claim: SourceClaim, signal: AbortSignal) {
  let { token } = claim
  for (;;) {
    const page = await readPage(deps, source, { claim, token, signal })
    const nextAt = nextPoll(source, deps.now()) ?? new Date(deps.now().getTime() + DAY_MS)
    if (page.kind === 'unchanged') return deps.sources.end(claim, { kind: 'unchanged', nextAt })
    const { dumpId, outcome, etag, lastModified } = page
    if (page.next === null)
      return deps.sources.end(claim, { kind: 'answered', outcome, dumpId, nextAt, etag, lastModified })
    token = page.next
    const held = await deps.sources.turn(
      claim,
      { token, dumpId },
      source.timeoutMs + source.pauseMs + GRACE_MS,
    )
    if (!held) return
    await delay(source.pauseMs, undefined, { signal })
  }
}

type Place = { claim: SourceClaim; token: string | null; signal: AbortSignal }

async function readPage(deps: PollDeps, source: SourceConfig, { claim, token, signal }: Place) {
  const first = addressOf(source.url, { now: claim.begunAt, since: claim.since })
  const known = token === null ? claim : { etag: null, lastModified: null }
  const within = AbortSignal.any([signal, AbortSignal.timeout(source.timeoutMs)])
  const answer = await askSource(token === null ? first : pageAddress(first, token), known, {
    dispatcher: source.allowPrivate ? deps.dispatchers.any : deps.dispatchers.guarded,
    signal: within,
    now: deps.now,
  })
  if (answer.kind === 'unchanged') return answer
  const { forgot, body } = await forgotToken(answer.body)
  if (forgot) throw new TokenForgotten()
  const watched = watchOai(body)
  const { dump, duplicate } = await feedBytes(deps, watched.body, {
    filename: answer.filename ?? source.name,
    format: source.format,
    date: null,
    maxBytes: Math.min(source.maxBytes, deps.maxDumpBytes),
  })
  const { etag, lastModified } = answer
  const validators = source.oai ? { etag: null, lastModified: null } : { etag, lastModified }
  const next = source.oai ? watched.token() : null
  return {
    kind: 'stored' as const,
    dumpId: dump.id,
    outcome: duplicate ? 'known' : 'new',
    ...validators,
    next,
  }
}

class TokenForgotten extends Error {
  constructor() {
    super('It has forgotten how far it was read (badResumptionToken); it is read from the beginning again.')
    this.name = 'TokenForgotten'
  }
}

async function noteFailure(deps: PollDeps, source: SourceConfig, claim: SourceClaim, error: unknown) {
  const asked = error instanceof SourceRefusal ? error.retryAfterMs : null
  const waitMs = asked === null ? backoffMs(claim.failures, deps.random) : Math.min(asked, DAY_MS)
  const nextAt = new Date(deps.now().getTime() + Math.round(waitMs))
  const restart = error instanceof TokenForgotten
  const outcome = messageOf(error, source).slice(0, 500)
  await deps.sources.end(claim, { kind: 'failed', outcome, nextAt, restart, count: asked === null })
  deps.log.warn({ source: source.name, err: error, nextAt }, 'source failed')
}

/** A minute, doubled with every failure up to six hours; a tenth more or less, so that sources part. */
function backoffMs(failures: number, random: () => number = Math.random): number {
  return Math.min(FIRST_PAUSE_MS * 2 ** failures, LONGEST_PAUSE_MS) * (0.9 + 0.2 * random())
}

function messageOf(error: unknown, { timeoutMs }: SourceConfig): string {
  if (!(error instanceof Error)) return String(error)
  if (error.name === 'TimeoutError') return `It was not read within ${timeoutMs} ms.`
  return error.message
}
