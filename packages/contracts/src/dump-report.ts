import { type Static, Type } from 'typebox'
import { DumpCounts, DumpStatus, Reject } from './dump.ts'
import type { NearDuplicate } from './near-duplicate.ts'

const { indexed: _, ...recordCounts } = DumpCounts.properties
/** As in `DumpCounts`, without what the index knows. */
const RecordCounts = Type.Object(recordCounts)

export const Guess = Type.Object({
  guess: Type.String({ description: 'what the format had to guess to read a record' }),
  count: Type.Integer(),
  position: Type.String({ description: 'where it did so first' }),
})
export type Guess = Static<typeof Guess>

export const RejectedForCode = Type.Object({
  code: Type.String(),
  count: Type.Integer(),
  examples: Type.Array(Type.Object(Reject.properties), { description: 'the first ones' }),
})
export type RejectedForCode = Static<typeof RejectedForCode>

export const LanguageCount = Type.Object({
  language: Type.Union([Type.String(), Type.Null()], { description: 'null: the text is too short to tell' }),
  papers: Type.Integer(),
})
export type LanguageCount = Static<typeof LanguageCount>

const found = {
  format: Type.Union([Type.String(), Type.Null()]),
  date: Type.Union([Type.String(), Type.Null()]),
  counts: RecordCounts,
  withoutAbstract: Type.Integer({ description: 'records that became papers without an abstract' }),
  withdrawn: Type.Integer({
    description: 'records by which their source takes papers back; they count as updated or unchanged',
  }),
  rejected: Type.Array(RejectedForCode),
  guesses: Type.Array(Guess),
}

/** What became of the records of a dump. */
export const DumpReport = Type.Object(
  {
    id: Type.String(),
    filename: Type.Union([Type.String(), Type.Null()]),
    status: DumpStatus,
    error: Type.Union([Type.Object({ code: Type.String(), message: Type.String() }), Type.Null()]),
    ...found,
    languages: Type.Array(LanguageCount, { description: 'of its papers, the most frequent first' }),
    nearDuplicates: Type.Object({
      compared: Type.Boolean({ description: 'false: its papers are still being compared' }),
      count: Type.Integer({
        description: 'pairs of papers that may be one, of which one stood in this dump',
      }),
      items: Type.Array(Type.Unsafe<NearDuplicate>({ $ref: 'NearDuplicate#' }), {
        description: 'the first twenty',
      }),
    }),
    durationMs: Type.Union([Type.Integer(), Type.Null()], {
      description: 'from the begin of its present run to its end; null while it runs',
    }),
  },
  { $id: 'DumpReport' },
)
export type DumpReport = Static<typeof DumpReport>

/** What would become of the records of a dump, against the papers that are there now. */
export const DryRun = Type.Object(
  {
    dryRun: Type.Literal(true),
    bytes: Type.Integer(),
    ...found,
    rejects: Type.Array(Type.Object(Reject.properties), { description: 'the first hundred' }),
    complete: Type.Boolean({
      description: 'false: the dump is larger than a dry run looks at; the rest counts nowhere',
    }),
  },
  { $id: 'DryRun' },
)
export type DryRun = Static<typeof DryRun>
