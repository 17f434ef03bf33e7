import type { Dump } from '@paperboy/contracts'
import { bytesText, plural } from '../output/dump-text.ts'
import { printable } from '../output/printable.ts'
import type { Progress } from './progress.ts'
import type { Source } from './source.ts'

const LINE_EVERY_MS = 5_000

/** For logs: a line when a dump is stored, and now and then one while it is worked on. */
export function progressLines(stream: { write(text: string): unknown }, now = Date.now): Progress {
  const lastLine = new Map<Source, { at: number; text: string }>()
  const line = (source: Source, text: string) => void stream.write(`${printable(source.label)}: ${text}\n`)
  return {
    sent: () => {},
    seen(source, dump) {
      const last = lastLine.get(source)
      if (last && (now() - last.at < LINE_EVERY_MS || last.text === stateText(dump))) return
      lastLine.set(source, { at: now(), text: stateText(dump) })
      line(source, last ? stateText(dump) : `${bytesText(dump.bytes)} stored as dump ${dump.id}`)
    },
    failed: () => {},
    stop: () => {},
  }
}

function stateText({ status, counts }: Dump): string {
  return `${status}, ${plural(counts.records, 'record')}`
}
