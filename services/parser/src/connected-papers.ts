import type { IdentityRow, PaperRow, PaperWriter } from '@paperboy/database'

/**
 * The closure over shared keys is followed so far. A chain that is longer joins too little, never
 * wrongly: it takes a generic title that conflicting papers share.
 */
const MAX_ROUNDS = 5
const MAX_PAPERS = 20_000

export type Connected = { papers: Map<string, PaperRow>; identities: IdentityRow[] }

/**
 * Locks every paper that shares a key with the records, directly or through other papers, and returns
 * them with all their keys. What holds these keys cannot change until the transaction ends.
 */
export async function connectedPapers(
  writer: Pick<PaperWriter, 'holders' | 'lock' | 'keysOf'>,
  keys: string[],
): Promise<Connected> {
  const papers = new Map<string, PaperRow>()
  const identities = new Map<string, IdentityRow>()
  let wanted = new Set(keys)
  for (let round = 0; round < MAX_ROUNDS && wanted.size > 0; round++) {
    const holders = await writer.holders([...wanted])
    const fresh = [...new Set(holders.map((row) => row.paperId))].filter((id) => !papers.has(id))
    if (fresh.length === 0 || papers.size + fresh.length > MAX_PAPERS) break
    for (const paper of await writer.lock(fresh)) papers.set(paper.id, paper)
    const known = new Set([...keys, ...[...identities.values()].map((row) => row.key)])
    const theirs = await writer.keysOf(fresh)
    for (const row of theirs) identities.set(`${row.key} ${row.place}`, row)
    // Another transaction may have given a paper away while we waited for its lock: look again.
    wanted = new Set(theirs.map((row) => row.key).filter((key) => !known.has(key)))
    if (holders.some((row) => !identities.has(`${row.key} ${row.place}`)))
      wanted = new Set([...wanted, ...keys])
  }
  return { papers, identities: [...identities.values()] }
}
