export { Dump, DumpCounts, DumpStatus, Reject } from './dump.ts'
export { ErrorBody } from './error-body.ts'
export { type JobName, type JobPayload, jobNames, jobs } from './jobs.ts'
export { Author, Highlight, Paper, PaperFacts } from './paper.ts'
export { type SourceEntry, SourceRecord, SourceReject } from './record.ts'
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
