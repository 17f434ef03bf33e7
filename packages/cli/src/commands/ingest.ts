import { ApiError } from '@paperboy/client'
import { type Context, report } from '../context.ts'
import { errorText, exitCodeOf } from '../error-text.ts'
import { bounded } from '../ingest/bounded.ts'
import { type Fed, feed } from '../ingest/feed.ts'
import { progress } from '../ingest/progress.ts'
import { sources } from '../ingest/source.ts'
import { tryOut } from '../ingest/try-out.ts'
import { countsText, failureText } from '../output/dump-text.ts'
import { printable } from '../output/printable.ts'

const FAILED = 1

export type IngestOptions = {
  date?: string
  format?: string
  watch: boolean
  dryRun?: boolean
  concurrency: number
}

export async function ingest(context: Context, options: IngestOptions, files: string[]): Promise<number> {
  const { client, surroundings } = context
  const all = await sources(files, surroundings.stdin)
  // Says so before gigabytes are sent if the gateway is away or the key is wrong.
  await client.dumps.list({ limit: 1 })
  if (options.dryRun) return tryOut(context, options, all)
  const shown = progress(surroundings)
  // Bars hide the cursor: a terminal must get it back.
  const stopped = () => {
    shown.stop()
    context.tell(
      `paperboy: stopped. What was stored is worked on: see "${context.self} dumps". Feeding a file again is safe.`,
    )
  }
  surroundings.interrupted?.addEventListener('abort', stopped)
  const fed = await bounded(all, options.concurrency, (source) =>
    feed({ client, progress: shown }, options, source),
  )
  shown.stop()
  surroundings.interrupted?.removeEventListener('abort', stopped)
  report(context, { items: fed.map(forPrograms) }, () => fed.flatMap((one) => lineOf(one) ?? []))
  for (const one of fed) tellFault(context, one)
  return Math.max(0, ...fed.map(codeOf))
}

function forPrograms(fed: Fed) {
  const file = fed.source.label
  if ('dump' in fed) return { file, dump: fed.dump, error: fed.dump.error }
  const code = fed.error instanceof ApiError ? fed.error.code : 'NOT_SENT'
  return { file, dump: null, error: { code, message: fed.error.message } }
}

function lineOf(fed: Fed): string | null {
  if ('error' in fed || fed.dump.status === 'failed') return null
  const { dump } = fed
  const rest = dump.duplicate ? ', fed before' : ''
  return `${printable(fed.source.label)}: ${dump.status}, ${countsText(dump)} – dump ${dump.id}${rest}`
}

function tellFault({ tell, self }: Context, fed: Fed): void {
  const label = printable(fed.source.label)
  if ('error' in fed) tell(`paperboy: ${label}: ${errorText(fed.error)}`)
  else if (fed.dump.status === 'failed') tell(`paperboy: ${label}: ${failureText(fed.dump)}`)
  else if (fed.dump.counts.rejected > 0)
    tell(`${label}: "${self} rejects ${fed.dump.id}" shows what was rejected.`)
}

function codeOf(fed: Fed): number {
  if ('error' in fed) return exitCodeOf(fed.error)
  return fed.dump.status === 'failed' ? FAILED : 0
}
