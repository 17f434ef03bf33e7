const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ')
const ISO = /^(\d{4}-\d{2}-\d{2})(?:[T ]|$)/
/** "Sat, 01 Aug 2026 00:00:00 -0400" and "Thu 12 Feb 26 19:00:00 GMT". */
const WRITTEN = /^(?:[a-z]{3,9},?\s+)?(\d{1,2})\s+([a-z]{3})[a-z]*\s+(\d{2}|\d{4})(?:\s|$)/i

/** The day (YYYY-MM-DD) as it is written, in whatever zone that is. */
export function writtenDay(text: string): string | null {
  const iso = ISO.exec(text)?.[1]
  if (iso !== undefined) return iso
  const [, day = '', name = '', year = ''] = WRITTEN.exec(text) ?? []
  const month = MONTHS.indexOf(name.toLowerCase()) + 1
  if (month === 0) return null
  return `${year.padStart(4, '20')}-${String(month).padStart(2, '0')}-${day.padStart(2, '0')}`
}
