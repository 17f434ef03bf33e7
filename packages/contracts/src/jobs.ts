import { type Static, Type } from 'typebox'

/**
 * Every job names rows of Postgres and carries no data (docs/decisions/0002): a job that is lost,
 * late or doubled changes nothing but the time at which its work is done.
 */
export const jobs = {
  'dump.split': Type.Object(
    { dumpId: Type.String() },
    { description: "fetcher: a dump's bytes are stored; detect its format and split it into chunks" },
  ),
  'chunk.parse': Type.Object(
    { dumpId: Type.String(), run: Type.Integer(), seq: Type.Integer() },
    { description: 'parser: a chunk of a dump is stored; turn its records into papers' },
  ),
  'dump.day': Type.Object(
    { dumpId: Type.String() },
    { description: "parser: a dump was fed again with another date; add that day's appearances" },
  ),
  'dump.rejects': Type.Object(
    { dumpId: Type.String() },
    { description: 'parser: an operator wants the rejects of a dump parsed again, and nothing else of it' },
  ),
  'dump.compare': Type.Object(
    { dumpId: Type.String() },
    { description: 'parser: a dump is closed; look for papers that may be the same as one of its papers' },
  ),
  'dump.undo': Type.Object(
    { dumpId: Type.String() },
    { description: 'parser: an operator takes a dump back; remove what only it brought' },
  ),
  'dump.try': Type.Object(
    { dryRunId: Type.String() },
    {
      description: 'parser: an operator wants to know what a dump would do; answer, and store nothing of it',
    },
  ),
  'index.pending': Type.Object(
    {},
    { description: 'indexer: the index queue has rows, or a dump may be finished' },
  ),
  'mail.pending': Type.Object(
    {},
    {
      description: 'mailer: confirmations, due subscribers, deliveries or a wish of an operator are waiting',
    },
  ),
  'index.rebuild': Type.Object(
    {},
    { description: 'indexer: build a new index behind the alias and switch to it' },
  ),
} as const

export type JobName = keyof typeof jobs
export type JobPayload<N extends JobName> = Static<(typeof jobs)[N]>
export const jobNames = Object.keys(jobs) as JobName[]
