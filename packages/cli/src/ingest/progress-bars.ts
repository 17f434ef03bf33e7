import cliProgress from 'cli-progress'
import { plural } from '../output/dump-text.ts'
import { printable } from '../output/printable.ts'
import type { Progress } from './progress.ts'
import type { Source } from './source.ts'

const FORMAT = '{bar} {percentage}% {label}  {state}'
const BAR_WIDTH = 24

/** A bar for each file: it grows with the bytes sent; beside it are the records read since. */
export function progressBars(
  stream: NodeJS.WritableStream,
  env: Record<string, string | undefined>,
): Progress {
  const ascii = /^(C|POSIX)$/.test(env.LC_ALL || env.LC_CTYPE || env.LANG || 'en')
  const preset = ascii ? cliProgress.Presets.legacy : cliProgress.Presets.shades_classic
  const options = { format: FORMAT, barsize: BAR_WIDTH, stream, hideCursor: true, forceRedraw: true }
  const bars = new cliProgress.MultiBar(options, preset)
  const bySource = new Map<Source, cliProgress.SingleBar>()
  const barOf = (source: Source) => {
    const bar =
      bySource.get(source) ??
      bars.create(source.bytes ?? 0, 0, { label: printable(source.label), state: 'sending' })
    bySource.set(source, bar)
    return bar
  }
  return {
    sent(source, bytes) {
      const bar = barOf(source)
      if (source.bytes === null) bar.setTotal(bytes)
      bar.update(bytes, { state: 'sending' })
    },
    seen(source, dump) {
      const bar = barOf(source)
      // A file of no bytes, or one that is there already, is sent as well.
      bar.setTotal(Math.max(dump.bytes, 1))
      bar.update(Math.max(dump.bytes, 1), {
        state: `${dump.status}, ${plural(dump.counts.records, 'record')}${dump.status === 'processing' ? `, ${dump.counts.indexed.toLocaleString('en')} searchable` : ''}`,
      })
    },
    failed: (source) => barOf(source).update({ state: 'failed' }),
    stop: () => bars.stop(),
  }
}
