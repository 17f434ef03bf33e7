import type { SourceEntry } from '@paperboy/contracts'
import { buildRecord } from './build-record.ts'
import type { Format, Sample } from './format.ts'
import { type Line, readLines } from './read-lines.ts'
import { reject, truncated } from './reject.ts'

/** RIS, as reference managers and publishers export it: `TY  - JOUR`, a tag a line, `ER  - `. */
export const ris = {
  name: 'ris',
  ranks: false,
  abstractRequired: false,
  detect,
  read,
} as const satisfies Format

const TAG = /^\s*([A-Z][A-Z0-9])\s{1,2}-(?:\s(.*))?$/
const MAX_ENTRY_CHARS = 4 * 1024 * 1024

type Entry = { line: number; tags: Map<string, string[]>; last: string; chars: number }

async function* read(input: AsyncIterable<Uint8Array>): AsyncGenerator<SourceEntry> {
  let open: Entry | null = null
  let stray: Line | null = null
  for await (const line of readLines(input)) {
    if (line.fault === 'cut') return yield truncated(`line ${line.number}`, line.text)
    if (line.text.trim() === '') continue
    const [, tag, value = ''] = TAG.exec(line.text) ?? []
    if (tag === 'TY') {
      if (stray) yield strayLines(stray)
      if (open) yield toEntry(open)
      stray = null
      open = { line: line.number, tags: new Map(), last: '', chars: 0 }
    } else if (tag === 'ER' && open) {
      yield toEntry(open)
      open = null
    } else if (open && line.fault === null && open.chars <= MAX_ENTRY_CHARS)
      take(open, tag, tag ? value : line.text)
    else stray ??= line
  }
  if (stray) yield strayLines(stray)
  if (open) yield toEntry(open)
}

/** A line without a tag goes on with the field before it. */
function take(entry: Entry, tag: string | undefined, value: string): void {
  entry.chars += value.length
  if (tag) {
    entry.last = tag
    entry.tags.set(tag, [...(entry.tags.get(tag) ?? []), value.trim()])
    return
  }
  const values = entry.tags.get(entry.last)
  if (values) values[values.length - 1] = `${values.at(-1)} ${value.trim()}`
}

function strayLines(line: Line): SourceEntry {
  const reason = 'Lines that belong to no entry: an entry begins with "TY  - ".'
  return reject(`line ${line.number}`, 'NOT_RIS', reason, line.text)
}

function toEntry({ line, tags }: Entry): SourceEntry {
  const all = (...names: string[]) =>
    names.flatMap((name) => tags.get(name) ?? []).filter((text) => text !== '')
  const first = (...names: string[]) => all(...names)[0]
  const [url, ...links] = all('UR', 'L1', 'L2')
  const fields = {
    title: first('TI', 'T1', 'CT', 'BT'),
    abstract: first('AB', 'N2'),
    authors: all('AU', 'A1'),
    ids: all('DO', 'AN', 'ID'),
    publishedAt: dateOf(first('DA', 'PY', 'Y1')),
    extra: { venue: first('JO', 'JF', 'T2', 'JA'), keywords: all('KW'), publisher: first('PB') },
    ...{ url, links },
  }
  return buildRecord(`line ${line}`, fields, () => [...tags.values()].flat().join(' '))
}

/** "2024/03/14/spring", "2024///", "2024" */
function dateOf(text: string | undefined): string | undefined {
  const [year, month, day] = text?.split('/').map((part) => part.trim()) ?? []
  if (!year) return text
  return [year, month, day].filter((part) => part).join('-')
}

function detect({ lines }: Sample): number {
  const filled = lines.filter((line) => line.trim() !== '')
  const begins = filled.slice(0, 50).some((line) => /^\s*TY\s{1,2}-\s*\w+/.test(line.replace('\ufeff', '')))
  const tagged = filled.filter((line) => TAG.test(line)).length
  return begins && 2 * tagged >= filled.length ? 0.95 : 0
}
