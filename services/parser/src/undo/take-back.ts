import {
  type PaperRow,
  paperWriter,
  queueForIndex,
  refreshSeenOf,
  shareTargets,
  undoWriter,
} from '@paperboy/database'
import { connectedPapers } from '../connected-papers.ts'
import { newPaperIds } from '../new-paper-ids.ts'
import { type NewPaper, type PaperPlan, planComponent } from '../plan-papers.ts'
import { changedRow, identityRows, movedSayings, newRow } from '../rows.ts'

type Tx = Parameters<typeof paperWriter>[0]

/**
 * Takes what a dump said of these papers back, in one transaction, and merges anew what is left of them and of
 * all that share a key with them: they may part again. What nobody speaks of any more becomes a tombstone.
 */
export async function takeBack(tx: Tx, dumpId: string, paperIds: string[], now: Date): Promise<void> {
  const writer = paperWriter(tx)
  const undo = undoWriter(tx)
  await shareTargets(tx)
  const { papers, identities } = await lockAround(tx, paperIds)
  const all = [...papers.keys()]
  const touched = await undo.removeAppearances(dumpId, all)
  await undo.dropUnsaid(touched)
  const known = await writer.factsOf(all)
  const plans = planComponent({ items: [], paperIds: all }, known, now)

  const fresh = plans.filter((plan): plan is NewPaper => plan.kind === 'new')
  const ids = await newPaperIds(writer, fresh, new Set(all))
  const idOf = (plan: PaperPlan) => (plan.kind === 'new' ? (ids.get(plan) ?? '') : plan.id)
  const moves = movedSayings(plans, idOf)
  // Before the papers, since an id that is vacant may be taken again only while nothing is said under it.
  await writer.insertPapers(fresh.map((plan) => newRow(plan, idOf(plan), now)))
  const changed = plans.flatMap((plan) => changedRow(plan, papers, now) ?? [])
  await writer.updatePapers(changed)
  const merges = mergesOf(plans)
  await writer.mergeInto(merges)
  const kept = new Set([...plans.map(idOf), ...merges.map(({ id }) => id)])
  const gone = touched.filter((id) => !kept.has(id))
  await undo.bury(gone)
  const keys = identityRows(plans, idOf, identities, [...merges.map(({ id }) => id), ...gone])
  await writer.replaceIdentities(keys.rewrite, keys.insert)
  await writer.moveFacts(moves)
  await refreshSeenOf(tx, [...new Set([...touched, ...moves.flatMap(({ from, to }) => [from, to])])])
  const other = [...fresh.map(idOf), ...changed.map(({ id }) => id), ...merges.map(({ id }) => id)]
  await queueForIndex(tx, [...new Set([...other, ...gone])])
}

/** Papers without keys are nobody's neighbours, so they are locked by themselves. */
async function lockAround(tx: Tx, paperIds: string[]) {
  const writer = paperWriter(tx)
  const keys = await writer.keysOf(paperIds)
  const { papers, identities } = await connectedPapers(writer, [...new Set(keys.map(({ key }) => key))])
  const alone = paperIds.filter((id) => !papers.has(id))
  const rows: PaperRow[] = await writer.lock(alone)
  for (const row of rows) papers.set(row.id, row)
  // What they gained while we waited for the lock.
  return { papers, identities: [...identities, ...(await writer.keysOf(alone))] }
}

function mergesOf(plans: PaperPlan[]): { id: string; into: string }[] {
  return plans.flatMap((plan) =>
    plan.kind === 'known' ? plan.merged.map((id) => ({ id, into: plan.id })) : [],
  )
}
