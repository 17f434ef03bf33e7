import type { Sample } from '../format.ts'
import { itemScanner } from './item-scanner.ts'
import { parseObject } from './parse-object.ts'
import { isObjectLine } from './read-objects.ts'

type Fields = Record<string, unknown>
const MAX_SAMPLED = 50
/** Surer than a format that would take any object with a title. */
const SURE = 0.97

/**
 * The complete objects in the beginning of a dump of JSON Lines or of a JSON array, at most 50, and the
 * broken ones among them; null where it does not begin like JSON.
 */
export function sampledObjects(
  sample: Sample,
): { layout: 'lines' | 'items'; objects: Fields[]; broken: number } | null {
  const text = sample.text.replace('\ufeff', '').trimStart()
  if (!/^[[{]/.test(text)) return null
  const first = text.split(/[\r\n]/, 1)[0] ?? ''
  const layout = isObjectLine(first) ? 'lines' : 'items'
  const texts =
    layout === 'lines'
      ? sample.lines.map((line) => line.replace('\ufeff', '')).filter((line) => line.trim() !== '')
      : itemScanner()
          .push(Buffer.from(text))
          .map(({ bytes }) => bytes.toString('utf8'))
  const parsed = texts.slice(0, MAX_SAMPLED).map((one) => parseObject(one, 'item'))
  const objects = parsed.filter((one) => one.kind === 'object').map((one) => one.object)
  return { layout, objects, broken: parsed.length - objects.length }
}

/** How sure a format is whose records are recognised by `is`, where they are most of what could be read. */
export function shareOf(sample: Sample, is: (object: Fields) => boolean): number {
  const found = sampledObjects(sample)
  if (!found) return 0
  const good = found.objects.filter(is).length
  return good > 0 && 2 * good >= found.objects.length ? SURE + (1 - SURE) * (good / found.objects.length) : 0
}

/** Whether the dump is the answer of an API that there is nothing: `before` stands before its empty list. */
export function isEmptyAnswer({ text }: Sample, before: RegExp): boolean {
  const [head = '', rest] = text.slice(0, 4_096).split(/\[\s*\]/, 2)
  return rest !== undefined && !head.includes('[') && before.test(head)
}
