import type { PaperboyClient } from '@paperboy/client'
import type { Dump } from '@paperboy/contracts'
import type { Progress } from './progress.ts'
import type { Source } from './source.ts'

export type Fed = { source: Source } & ({ dump: Dump } | { error: Error })

type Deps = { client: Pick<PaperboyClient, 'dumps'>; progress: Progress }
type Options = { date?: string; format?: string; watch: boolean }

/** Feeds one source and, if so wanted, waits for the end of its dump. One that fails does not stop the others. */
export async function feed({ client, progress }: Deps, options: Options, source: Source): Promise<Fed> {
  const { date, format } = options
  try {
    const dump = await client.dumps.create({
      content: source.open(),
      ...{ filename: source.filename, date, format },
      onProgress: (bytes) => progress.sent(source, bytes),
    })
    progress.seen(source, dump)
    if (!options.watch) return { source, dump }
    const ended = await client.dumps.ended(dump.id, { onChange: (now) => progress.seen(source, now) })
    return { source, dump: dump.duplicate ? { ...ended, duplicate: true } : ended }
  } catch (error) {
    progress.failed(source)
    return { source, error: error instanceof Error ? error : new Error(String(error)) }
  }
}
