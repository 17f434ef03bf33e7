import type { SearchDocument } from '@paperboy/contracts'
import { batches } from './batches.ts'
import { type Bits, bitsFor, places, sameBits, union } from './bits.ts'
import { indexable, type Put } from './indexable.ts'
import { parsedQueries, type QueryGroup } from './parsed-queries.ts'
import { unhurried } from './unhurried.ts'
import { wordMatcher } from './word-matcher.ts'

export type GroupMatch = [group: QueryGroup, ids: string[]]
/** Asks the engine which of these papers the queries find: those that words alone do not decide. */
export type AskEngine = (groups: QueryGroup[], puts: Put[]) => Promise<GroupMatch[]>
type Input = { queries: string[]; documents: SearchDocument[]; signal?: AbortSignal | undefined }

export async function matchInBatches(
  { queries, documents, signal }: Input,
  ask: AskEngine,
): Promise<Map<string, string[]>> {
  signal?.throwIfAborted()
  const found = new Map<string, string[]>()
  const groups = await parsedQueries(queries)
  for (const batch of batches(indexable(documents))) {
    signal?.throwIfAborted()
    const { decided, undecided, papers } = await decide(groups, batch)
    const asked = undecided.length === 0 ? [] : await ask(undecided, papers)
    for (const [group, ids] of [...decided, ...asked])
      if (ids.length > 0) for (const query of group.queries) add(found, query, ids)
  }
  return found
}

function add(found: Map<string, string[]>, query: string, ids: string[]): void {
  const known = found.get(query)
  if (known) known.push(...ids)
  else found.set(query, [...ids])
}

/** `papers` are those that an undecided query may find. */
type Decision = { decided: GroupMatch[]; undecided: QueryGroup[]; papers: Put[] }

async function decide(groups: QueryGroup[], puts: Put[]): Promise<Decision> {
  const bounds = wordMatcher(puts.map(({ document }) => document))
  const at = (bits: Bits): Put[] => places(bits).flatMap((place) => puts[place] ?? [])
  const decided: GroupMatch[] = []
  const undecided: QueryGroup[] = []
  let open = bitsFor(puts.length)
  for await (const group of unhurried(groups)) {
    const { sure, maybe } = bounds(group.node)
    if (sameBits(sure, maybe)) decided.push([group, at(sure).map(({ id }) => id)])
    else {
      undecided.push(group)
      open = union(open, maybe)
    }
  }
  return { decided, undecided, papers: at(open) }
}
