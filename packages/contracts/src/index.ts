export { ApiKey, KEY_NAME_RULE, KeyScope, NewKey, OperatorScope } from './api-key.ts'
export { BounceReport, BounceType } from './bounce.ts'
export { Delivery, DeliveryState } from './delivery.ts'
export { Dump, DumpCounts, DumpStatus, Reject } from './dump.ts'
export { DryRun, DumpReport, Guess, LanguageCount, RejectedForCode } from './dump-report.ts'
export { emailKey, parseEmailAddress, readEmailAddress } from './email-address.ts'
export { ErrorBody } from './error-body.ts'
export { type JobName, type JobPayload, jobNames, jobs } from './jobs.ts'
export { SearchLatency } from './latency.ts'
export { Likeness, NearDuplicate } from './near-duplicate.ts'
export { OperatorAct } from './operator-act.ts'
export { Author, Highlight, Paper, PaperFacts, StatedFacts } from './paper.ts'
export { withoutAddress } from './paper-address.ts'
export { FactOrigin, FactSource, PaperSources } from './paper-sources.ts'
export { SourceDeletion, type SourceEntry, SourceRecord, SourceReject } from './record.ts'
export { RecordFacts } from './record-facts.ts'
export {
  FacetName,
  type FacetValue,
  type IndexAction,
  type IndexOutcome,
  SearchDocument,
  type SearchHit,
  type SearchPage,
  type SearchRequest,
  SortOrder,
} from './search.ts'
export { Source } from './source.ts'
export { addressOf, nextPoll, SourceConfig, sourceFaults } from './source-config.ts'
export {
  Frequency,
  Schedule,
  Subscriber,
  SubscriberState,
  SubscriptionRequest,
  scheduleOf,
} from './subscription.ts'
export { parseTimeZone, timeZones } from './time-zone.ts'
