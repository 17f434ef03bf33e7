import type { JobPayload } from '@paperboy/contracts'
import type { ComparedPaper, Pair, TitleStore } from '@paperboy/database'
import { keepLease, type Log } from '@paperboy/service-kit'
import { takeTurns } from '../take-turns.ts'
import { nearDuplicate } from './near-duplicate.ts'
import { titleKeys } from './title-keys.ts'

type Deps = { titles: TitleStore; log: Log }

const LEASE_MS = 15_000
/** Each may have many candidates, and these are held with their abstracts. */
const PAPERS_AT_ONCE = 25

/** The handler of `dump.compare`: which papers of a dump may be the same as another one, for an operator to see. */
export function compareTitles({ titles, log }: Deps) {
  return async (
    { dumpId }: JobPayload<'dump.compare'>,
    { signal }: { signal: AbortSignal },
  ): Promise<void> => {
    const claim = await titles.claim(dumpId, LEASE_MS)
    if (!claim) return
    const lease = keepLease(() => titles.renew(claim, LEASE_MS), LEASE_MS / 3)
    const started = performance.now()
    let [papers, pairs] = [0, 0]
    try {
      for (let step = await titles.next(claim, -1); step; step = await titles.next(claim, step.last)) {
        signal.throwIfAborted()
        pairs += await compare(titles, step.papers)
        papers += step.papers.length
      }
      await titles.finish(claim)
    } catch (error) {
      await titles.release(claim).catch(() => {})
      throw error
    } finally {
      lease.stop()
    }
    log.info({ dumpId, papers, pairs, ms: Math.round(performance.now() - started) }, 'titles compared')
  }
}

async function compare(titles: TitleStore, papers: ComparedPaper[]): Promise<number> {
  if (papers.length === 0) return 0
  await titles.putKeys(papers.map(({ id, title }) => ({ paperId: id, title, keys: titleKeys(title) })))
  const pairs = new Map<string, Pair>()
  for (let at = 0; at < papers.length; at += PAPERS_AT_ONCE) {
    for (const pair of await pairsOf(titles, papers.slice(at, at + PAPERS_AT_ONCE)))
      pairs.set(`${pair.paperId} ${pair.otherId}`, pair)
  }
  await titles.putPairs(papers, [...pairs.values()])
  return pairs.size
}

async function pairsOf(titles: TitleStore, papers: ComparedPaper[]): Promise<Pair[]> {
  const byId = new Map(papers.map((paper) => [paper.id, paper]))
  const pairs: Pair[] = []
  const turn = takeTurns()
  for (const { paperId, other } of await titles.candidates([...byId.keys()])) {
    const paper = byId.get(paperId)
    const kind = paper && nearDuplicate(paper, other)
    if (kind) {
      const [a, b] = paper.id < other.id ? [paper, other] : [other, paper]
      pairs.push({ paperId: a.id, title: a.title, otherId: b.id, otherTitle: b.title, kind })
    }
    await turn()
  }
  return pairs
}
