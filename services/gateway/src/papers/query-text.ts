import { readable } from '@paperboy/text'

/** A query as the index reads it: with TeX as in titles that were copied, which are indexed as people read them. */
export function queryText(q: string | undefined): string | undefined {
  const text = q?.replaceAll('\0', ' ').trim()
  return text && (/[\\$]/.test(text) ? readable(text) : text)
}
