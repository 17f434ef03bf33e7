import type { Format } from './format.ts'
import { readObjects } from './json/read-objects.ts'
import { sampledObjects } from './json/sampled-objects.ts'
import { jsonRecord } from './json-record.ts'

/** A JSON array of papers, or an object with such a list in it, with the field names of JSON Lines. */
export const jsonArray = {
  name: 'json',
  ranks: false,
  abstractRequired: false,
  detect(sample) {
    // An empty list is of no format, but it is no riddle either.
    if (/^\s*\[\s*\]\s*$/.test(sample.text)) return 0.5
    const found = sampledObjects(sample)
    if (found?.layout !== 'items') return 0
    const good = found.objects.filter((item) => {
      const record = jsonRecord('', item, 0)
      // A title alone is in many lists that are none of papers.
      return record && (record.abstract || record.ids || record.authors)
    }).length
    return good > 0 && 2 * good >= found.objects.length ? 0.7 : 0
  },
  read: (input) => readObjects(input, jsonRecord, 'The object has no "title" with text in it.'),
} as const satisfies Format
