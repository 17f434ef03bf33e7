import type { SourceEntry } from '@paperboy/contracts'
import type { Format, Sample } from './format.ts'
import { jsonRecord } from './json-record.ts'
import { type Line, readLines } from './read-lines.ts'
import { reject, truncated } from './reject.ts'

/** JSON Lines: one object with a "title" per line, with the fields of a paper and any others. */
export const jsonl = {
  name: 'jsonl',
  ranks: false,
  abstractRequired: false,
  detect,
  read,
} as const satisfies Format

async function* read(input: AsyncIterable<Uint8Array>): AsyncGenerator<SourceEntry> {
  for await (const line of readLines(input)) {
    if (line.fault !== null || line.text.trim() !== '') yield toEntry(line)
  }
}

function toEntry(line: Line): SourceEntry {
  const position = `line ${line.number}`
  if (line.fault === 'cut') return truncated(position, line.text)
  if (line.fault === 'too-long') {
    return reject(
      position,
      'LINE_TOO_LONG',
      'The line is longer than 4 MiB. Check the line ends of the dump.',
      line.text,
    )
  }
  const parsed = parseObject(line.text)
  if (parsed.kind === 'fault') return reject(position, parsed.code, parsed.reason, line.text)
  const record = jsonRecord(position, parsed.object, line.replacedBytes)
  return record ?? reject(position, 'MISSING_TITLE', 'The object has no "title" with text in it.', line.text)
}

type Parsed =
  | { kind: 'object'; object: Record<string, unknown> }
  | { kind: 'fault'; code: string; reason: string }

const MAX_DEPTH = 64

function parseObject(text: string): Parsed {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return {
      kind: 'fault',
      code: 'NOT_JSON',
      reason: 'The line is not valid JSON: one whole object per line is needed.',
    }
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { kind: 'fault', code: 'NOT_AN_OBJECT', reason: 'The line is JSON, but not an object {…}.' }
  }
  if (isDeeperThan(MAX_DEPTH, value)) {
    return {
      kind: 'fault',
      code: 'TOO_DEEP',
      reason: `The object is nested more than ${MAX_DEPTH} levels deep.`,
    }
  }
  return { kind: 'object', object: value as Record<string, unknown> }
}

/** Level by level and not by recursion, which would end the process on the very input it is to catch. */
function isDeeperThan(limit: number, value: object): boolean {
  let level: object[] = [value]
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth >= limit) return true
    level = level.flatMap((item) =>
      Object.values(item).filter((inner) => typeof inner === 'object' && inner !== null),
    )
  }
  return false
}

const SAMPLED_LINES = 50
const MIN_SHARE = 0.3
const SURE = 0.9
/** A first line longer than the sample can only be recognised by its beginning. */
const LONG_OBJECT = /^\s*\{\s*"(?:[^"\\]|\\.)*"\s*:/
const UNSURE = 0.6

function detect(sample: Sample): number {
  const lines = sample.lines.filter((line) => line.trim() !== '').slice(0, SAMPLED_LINES)
  const good = lines.filter((line) => {
    const parsed = parseObject(line.replace('\ufeff', ''))
    return parsed.kind === 'object' && jsonRecord('', parsed.object, 0) !== null
  }).length
  if (good > 0 && good >= MIN_SHARE * lines.length) return SURE
  const [only = ''] = lines
  const isLong = lines.length === 1 && only.length > 16_384
  return isLong && LONG_OBJECT.test(only) && /"title"\s*:\s*"/.test(only) ? UNSURE : 0
}
