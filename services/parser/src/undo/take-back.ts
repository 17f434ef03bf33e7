import {
  changeWithdrawals,
  type PaperRow,
  paperWriter,
  queueForIndex,
  refreshSeenOf,
  shareTargets,
  shareWithdrawals,
  type UndoPart,
  undoWriter,
  withdrawalWriter,
} from '@paperboy/database'
import { connectedPapers } from '../connected-papers.ts'
import { strongKeysOf } from '../merge-items.ts'
import { newPaperIds } from '../new-paper-ids.ts'
import { type NewPaper, type PaperPlan, planComponent } from '../plan-papers.ts'
import { changedRow, identityRows, movedSayings, newRow } from '../rows.ts'

type Tx = Parameters<typeof paperWriter>[0]

const nothing = { items: [], withdrawals: [] }

/**
 * Takes back what a dump said of these papers and that it withdrew these ids, in one transaction, and merges anew
 * what is left of them and of all that share a key with them: they may part again, and come back. What nobody
 * speaks of any more becomes a tombstone.
 */
export async function takeBack(tx: Tx, dumpId: string, part: UndoPart, now: Date): Promise<void> {
  const undo = undoWriter(tx)
  const withdrawn = withdrawalWriter(tx)
  await shareTargets(tx)
  await (part.withdrawnKeys.length > 0 ? changeWithdrawals(tx) : shareWithdrawals(tx))
  await withdrawn.remove(dumpId, part.withdrawnKeys)
  const around = await lockAround(tx, part)
  const all = [...around.papers.keys()]
  const touched = part.paperIds.length > 0 ? await undo.removeAppearances(dumpId, all) : []
  await undo.dropUnsaid(touched)
  await mergeAnew(tx, around, touched, now)
}

type Around = Awaited<ReturnType<typeof lockAround>>

/** `touched`: papers of which less is said than before. */
export async function mergeAnew(tx: Tx, around: Around, touched: string[], now: Date): Promise<void> {
  const writer = paperWriter(tx)
  const { papers, identities } = around
  const all = [...papers.keys()]
  const known = await writer.factsOf(all)
  const latest = await withdrawalWriter(tx).latest(strongKeysOf(nothing, around))
  const plans = planComponent({ ...nothing, paperIds: all }, known, { seenAt: now, latest })
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
  await undoWriter(tx).bury(gone)
  const keys = identityRows(plans, idOf, identities, [...merges.map(({ id }) => id), ...gone])
  await writer.replaceIdentities(keys.rewrite, keys.insert)
  await writer.moveFacts(moves)
  await refreshSeenOf(tx, [...new Set([...touched, ...moves.flatMap(({ from, to }) => [from, to])])])
  const other = [...fresh.map(idOf), ...changed.map(({ id }) => id), ...merges.map(({ id }) => id)]
  await queueForIndex(tx, [...new Set([...other, ...gone])])
}

/** Papers without keys are nobody's neighbours, so they are locked by themselves. */
export async function lockAround(tx: Tx, { paperIds, withdrawnKeys }: UndoPart) {
  const writer = paperWriter(tx)
  const theirs = (await writer.keysOf(paperIds)).map(({ key }) => key)
  const { papers, identities } = await connectedPapers(writer, [...new Set([...theirs, ...withdrawnKeys])])
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
