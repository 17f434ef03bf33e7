import type { Dump, Reject } from '@paperboy/contracts'
import { type Context, report } from '../context.ts'
import { countsText, failureText } from '../output/dump-text.ts'
import { printable } from '../output/printable.ts'
import { table } from '../output/table.ts'
import { pages } from '../pages.ts'

const DUMPS_PAGE = 100
const REJECTS_PAGE = 1_000
const FAILED = 1
const HEAD = [
  'DUMP',
  'RECEIVED',
  'DAY',
  'STATUS',
  'FORMAT',
  'RECORDS',
  'CREATED',
  'UPDATED',
  'UNCHANGED',
  'REJECTED',
  'FILE',
]

type Limit = { limit: number }

export async function dumps(context: Context, { limit }: Limit): Promise<undefined> {
  const list = await pages(limit, DUMPS_PAGE, (query) => context.client.dumps.list(query))
  report(context, list, ({ items }) => table(HEAD, items.map(row)))
  tellOfMore(context, list.nextCursor)
  if (list.items.length === 0) context.tell(`Nothing was fed so far: ${context.self} ingest FILE`)
}

export async function rejects(
  context: Context,
  { limit }: Limit,
  [dumpId = '']: string[],
): Promise<undefined> {
  const { client, colours } = context
  const list = await pages(limit, REJECTS_PAGE, (query) => client.dumps.rejects(dumpId, query))
  report(context, list, ({ items }) => items.flatMap((reject) => rejectText(reject, colours)))
  tellOfMore(context, list.nextCursor)
  if (list.items.length === 0) context.tell('No record of this dump was rejected.')
}

export async function replay(
  context: Context,
  { watch, rejects }: { watch: boolean; rejects?: boolean },
  [dumpId = '']: string[],
): Promise<number> {
  const { client } = context
  const begun = await (rejects ? client.dumps.replayRejects(dumpId) : client.dumps.replay(dumpId))
  const dump = watch ? await client.dumps.ended(dumpId) : begun
  const failed = dump.status === 'failed'
  report(context, dump, () => (failed ? [] : [`${dump.status}, ${countsText(dump)} – dump ${dump.id}`]))
  if (failed) context.tell(`paperboy: ${failureText(dump)}`)
  return failed ? FAILED : 0
}

function row({ id, receivedAt, date, status, error, format, counts, filename }: Dump) {
  const { records, created, updated, unchanged, rejected } = counts
  const received = `${receivedAt.slice(0, 16).replace('T', ' ')}Z`
  const state = error?.code === 'UNDONE' ? 'undone' : status
  return [id, received, date, state, format, records, created, updated, unchanged, rejected, filename]
}

function rejectText({ position, code, reason, excerpt }: Reject, colours: Context['colours']): string[] {
  const what = `${colours.bold(printable(position))}: ${printable(reason)} (${code})`
  return excerpt ? [what, `  ${colours.dim(printable(excerpt))}`] : [what]
}

function tellOfMore({ tell }: Context, nextCursor: string | null): void {
  if (nextCursor !== null) tell('There are more: see --limit.')
}
