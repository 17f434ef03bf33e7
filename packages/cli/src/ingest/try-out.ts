import { ApiError } from '@paperboy/client'
import type { DryRun } from '@paperboy/contracts'
import { type Context, report } from '../context.ts'
import { errorText, exitCodeOf } from '../error-text.ts'
import { printable } from '../output/printable.ts'
import { dryRunText } from '../output/report-text.ts'
import { bounded } from './bounded.ts'
import type { Source } from './source.ts'

type Tried = { source: Source } & ({ report: DryRun } | { error: Error })
type Options = { date?: string; format?: string; concurrency: number }

/** Says what the sources would do; one that cannot be read does not stop the others. */
export async function tryOut(context: Context, options: Options, all: Source[]): Promise<number> {
  const tried = await bounded(all, options.concurrency, (source) => one(context, options, source))
  const items = tried.map((each) => forPrograms(each))
  report(context, { items }, () => tried.flatMap(lines))
  for (const each of tried) {
    if ('error' in each) context.tell(`paperboy: ${printable(each.source.label)}: ${errorText(each.error)}`)
  }
  return Math.max(0, ...tried.map((each) => ('error' in each ? exitCodeOf(each.error) : 0)))
}

async function one({ client }: Context, { date, format }: Options, source: Source): Promise<Tried> {
  try {
    return { source, report: await client.dumps.dryRun({ content: source.open(), date, format }) }
  } catch (error) {
    return { source, error: error instanceof Error ? error : new Error(String(error)) }
  }
}

function forPrograms(tried: Tried) {
  const file = tried.source.label
  if ('report' in tried) return { file, report: tried.report, error: null }
  const { message } = tried.error
  const code = tried.error instanceof ApiError ? tried.error.code : 'NOT_SENT'
  return { file, report: null, error: { code, message } }
}

function lines(tried: Tried): string[] {
  if ('error' in tried) return []
  const [first = '', ...rest] = dryRunText(tried.report)
  return [`${printable(tried.source.label)} would be ${first}`, ...rest]
}
