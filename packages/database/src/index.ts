export { type AppearanceDay, readAppearances } from './appearances-read.ts'
export { type ArchiveStore, archiveStore } from './archive-store.ts'
export { type Changes, watchChanges } from './changes.ts'
export { type ChunkContent, packChunk } from './chunk-payload.ts'
export { type ChunkClaim, type ChunkResult, type ChunkStore, chunkStore } from './chunk-store.ts'
export { createDatabase, type Database } from './create-database.ts'
export { type DigestsRead, digestsRead } from './digests-read.ts'
export { type DryRunAnswer, type DryRunClaim, type DryRuns, dryRuns, sweepDryRuns } from './dry-runs.ts'
export { sweepUploads } from './dump-bytes.ts'
export { type DumpClosing, dumpClosing, refreshSeenOf, seenAt } from './dump-closing.ts'
export { type Intake, type IntakeOptions, intake, type StoredDump } from './dump-intake.ts'
export { type DumpsAdmin, dumpsAdmin } from './dumps-admin.ts'
export { type DumpsRead, dumpsRead, type Page, type PageOptions } from './dumps-read.ts'
export { type FirstStart, firstStart } from './first-start.ts'
export { type ActLog, actLog } from './house/act-log.ts'
export { type ApiKeys, apiKeys, hashKey, type KnownKey, looksLikeKey } from './house/api-keys.ts'
export { type Bucket, type Minutes, minutes } from './house/minutes.ts'

export {
  type OpenSession,
  type SessionHolder,
  type SessionStore,
  sessionStore,
} from './house/session-store.ts'
export { type SourceAdmin, sourceAdmin } from './house/source-admin.ts'
export { stageFigures } from './house/stage-figures.ts'
export { type IndexAudit, indexAudit } from './index-audit.ts'
export {
  type IndexBatch,
  type IndexQueue,
  type IndexWork,
  indexQueue,
  queueForIndex,
  shareTargets,
} from './index-queue.ts'
export { type IndexTarget, type IndexTargets, indexTargets } from './index-targets.ts'
export type { DailyPaper } from './listings/daily-read.ts'
export type { DatedOptions } from './listings/dated-ids.ts'
export { type Listings, listings } from './listings/listings.ts'
export {
  type Bounces,
  type BounceType,
  bounces,
  type ReportedBounce,
  type StoredBounce,
} from './mail/bounces.ts'
export { type Confirmations, confirmations, type UnsentConfirmation } from './mail/confirmations.ts'
export { type ClaimedDelivery, type Deliveries, type DeliveryEnd, deliveries } from './mail/deliveries.ts'
export { type DeliveryReason, deliveryReasons } from './mail/delivery-reasons.ts'
export {
  type IssuePlanning,
  type PlannedIssue,
  type PlannedPaper,
  planning,
  type Why,
} from './mail/issue-planning.ts'
export { type LinkTokens, linkTokens } from './mail/link-tokens.ts'
export {
  type DeliveryRow,
  type ImportRow,
  type MailOperators,
  mailOperators,
  type SendRequest,
  type SubscriberRow,
} from './mail/mail-operators.ts'
export {
  type DueSubscriber,
  type NewPaper,
  type PlanningReads,
  planningReads,
  type TrendingPaper,
} from './mail/planning-reads.ts'
export { type Preview, type PreviewRequest, type Previews, previews } from './mail/previews.ts'
export {
  type ManagedSubscriber,
  type SubscriberState,
  type Subscriptions,
  subscriptions,
  type Wants,
} from './mail/subscriptions.ts'
export { suppressionRule } from './mail/suppression-rule.ts'
export { migrate, requireCurrentSchema } from './migrate.ts'
export { nearDuplicates } from './near-duplicates/near-duplicates-read.ts'
export { type ComparedPaper, type Pair, type TitleStore, titleStore } from './near-duplicates/title-store.ts'
export { type OutstandingJob, outstandingJobs } from './outstanding-work.ts'
export { type Overview, readOverview } from './overview-read.ts'
export type { AppearanceRow, FactsRow, IdentityRow, PaperRow } from './paper-rows.ts'
export { paperSources } from './paper-sources/paper-sources.ts'
export { type PaperWriter, paperWriter, WriteConflict } from './paper-writer.ts'
export { type PapersRead, papersRead } from './papers-read.ts'
export { ping } from './ping.ts'
export { type RejectsClaim, type RejectsStore, rejectsStore } from './rejects/rejects-store.ts'
export type { RejectsChunk } from './rejects/write-rejects.ts'
export { readReport } from './report-read.ts'
export { savepoint } from './savepoint.ts'
export { searchDocuments } from './search-documents.ts'
export {
  readSources,
  type SourceClaim,
  type SourceEnd,
  type SourcePlan,
  type SourceStore,
  sourceStore,
} from './source-store.ts'
export { type SplitClaim, type SplitStore, splitStore } from './split-store.ts'
export { toDocument } from './to-document.ts'
export { trendingWhenSeen, unrankedTrending } from './trending.ts'
export { type UndoClaim, type UndoPart, type UndoStore, undoStore } from './undo-store.ts'
export { undoWriter } from './undo-writer.ts'
export { type FollowedVector, followVectors } from './vectors/followed-vectors.ts'
export {
  type OutstandingPaper,
  type PaperVectors,
  paperVectors,
  type StoredVector,
} from './vectors/paper-vectors.ts'
export {
  changeWithdrawals,
  hasOutdatedWithdrawals,
  shareWithdrawals,
  type WithdrawalRow,
  type WithdrawalWriter,
  withdrawalWriter,
} from './withdrawals.ts'
