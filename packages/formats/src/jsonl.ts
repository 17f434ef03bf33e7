import type { Format, Sample } from './format.ts'
import { parseObject } from './json/parse-object.ts'
import { readObjectLines } from './json/read-objects.ts'
import { sampledObjects } from './json/sampled-objects.ts'
import { jsonRecord } from './json-record.ts'

/** JSON Lines: one object with a "title" per line, with the fields of a paper and any others. */
export const jsonl = {
  name: 'json-lines',
  ranks: false,
  abstractRequired: false,
  detect,
  read: (input) => readObjectLines(input, jsonRecord, 'The object has no "title" with text in it.'),
} as const satisfies Format

const SAMPLED_LINES = 50
const MIN_SHARE = 0.3
const SURE = 0.9
/** A first line longer than the sample can only be recognised by its beginning. */
const LONG_OBJECT = /^\s*\{\s*"(?:[^"\\]|\\.)*"\s*:/
const UNSURE = 0.6

function detect(sample: Sample): number {
  const lines = sample.lines.filter((line) => line.trim() !== '').slice(0, SAMPLED_LINES)
  const [only = ''] = lines
  // One line may be the whole answer of an API: its list is what is to be read.
  const isWhole = lines.length === 1 && parseObject(only.replace('\ufeff', ''), 'line').kind === 'object'
  if (isWhole && sampledObjects(sample)?.layout === 'items') return 0
  const good = lines.filter((line) => {
    const parsed = parseObject(line.replace('\ufeff', ''), 'line')
    return parsed.kind === 'object' && jsonRecord('', parsed.object, 0) !== null
  }).length
  if (good > 0 && good >= MIN_SHARE * lines.length) return SURE
  const isLong = lines.length === 1 && only.length > 16_384
  return isLong && LONG_OBJECT.test(only) && /"title"\s*:\s*"/.test(only) ? UNSURE : 0
}
