import type { IndexAction, IndexOutcome } from '@paperboy/contracts'
import type { IndexBatch, IndexQueue, IndexWork } from '@paperboy/database'
import { toDocument } from '@paperboy/database'
import type { PaperIndex } from '@paperboy/search'
import type { Log } from '@paperboy/service-kit'

export type WriteDeps = {
  queue: IndexQueue
  index: Pick<PaperIndex, 'write'>
  log: Log
  count: (outcome: IndexOutcome['kind'], papers: number) => void
}

/** Documentation of the port: a batch has at most 5 MB. Characters of titles and abstracts stand for bytes. */
const MAX_BATCH_CHARACTERS = 2_000_000
const MAX_PUT_BACK_MS = 60_000

/**
 * Writes a claimed batch under the papers' versions and settles each row by what became of it. True
 * when the engine asked for less. Any throw leaves the rows due again, so nothing is lost.
 */
export async function writeBatch(deps: WriteDeps, batch: IndexBatch, signal: AbortSignal): Promise<boolean> {
  const { queue } = deps
  try {
    let pressed = false
    for (const work of bySize(batch.work)) {
      // By its name, not by what readers use: while those are switched, the two are not the same.
      const outcomes = await deps.index.write(work.map(toAction), { signal, index: batch.target })
      pressed = (await settle(deps, batch, work, outcomes)) || pressed
    }
    return pressed
  } catch (error) {
    await queue
      .putBack(
        batch,
        batch.work.map((work) => work.paperId),
        MAX_PUT_BACK_MS,
      )
      .catch(() => {})
    throw error
  }
}

async function settle(
  { queue, log, count }: WriteDeps,
  batch: IndexBatch,
  work: IndexWork[],
  outcomes: IndexOutcome[],
): Promise<boolean> {
  const byKind = Map.groupBy(outcomes, (outcome) => outcome.kind)
  for (const [kind, some] of byKind) count(kind, some.length)
  const versions = new Map(work.map((one) => [one.paperId, one]))
  const written = [...(byKind.get('written') ?? []), ...(byKind.get('stale') ?? [])]
  await queue.acknowledge(
    batch,
    written.flatMap(({ id }) => versions.get(id) ?? []),
  )
  const refused = outcomes.filter((outcome) => outcome.kind === 'rejected')
  if (refused.length > 0) {
    const rows = refused.map(({ id, reason }) => ({
      paperId: id,
      version: versions.get(id)?.version ?? 0,
      reason,
    }))
    await queue.refuse(batch, rows)
    log.error({ target: batch.target, papers: rows.slice(0, 10) }, 'documents refused by the search engine')
  }
  const again = byKind.get('retry') ?? []
  await queue.putBack(
    batch,
    again.map((outcome) => outcome.id),
    MAX_PUT_BACK_MS,
  )
  return again.length > 0
}

function toAction(work: IndexWork): IndexAction {
  const document = toDocument(work)
  const { paperId: id, version } = work
  return document ? { kind: 'put', id, version, document } : { kind: 'delete', id, version }
}

function* bySize(work: IndexWork[]): Generator<IndexWork[]> {
  let part: IndexWork[] = []
  let size = 0
  for (const one of work) {
    part.push(one)
    size += (one.facts?.title.length ?? 0) + (one.facts?.abstract?.length ?? 0)
    if (size < MAX_BATCH_CHARACTERS) continue
    yield part
    part = []
    size = 0
  }
  if (part.length > 0) yield part
}
