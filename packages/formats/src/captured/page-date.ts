const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const DATE =
  /^[·•\s-]*(?:published\s+(?:on\s+)?)?(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+(\d{1,2})(?:,?\s+(\d{4}))?[·•\s]*$/i

export type PageDate = { day: string; yearGuessed: boolean }

/** "Oct 7, 2024", "· Published on Oct 7, 2024", "Oct 2": without a year the last such day up to `until`, or the day after it. */
export function pageDate(text: string, until: string): PageDate | null {
  const [, name = '', day = '', year] = DATE.exec(text) ?? []
  const month = MONTHS.indexOf(name.toLowerCase().slice(0, 3))
  if (month < 0) return null
  if (year) return dated(Number(year), month, Number(day), false)
  const latest = dayAfter(until)
  const near = Number(latest.slice(0, 4))
  const [same, before] = [dated(near, month, Number(day), true), dated(near - 1, month, Number(day), true)]
  return same && same.day <= latest ? same : before
}

/** Where it is tomorrow already, the page says so; taken for a year ago it would be wrong by far. */
function dayAfter(day: string): string {
  const date = new Date(`${day}T00:00:00Z`)
  date.setUTCDate(date.getUTCDate() + 1)
  return date.toISOString().slice(0, 10)
}

function dated(year: number, month: number, day: number, yearGuessed: boolean): PageDate | null {
  const date = new Date(Date.UTC(year, month, day))
  return date.getUTCMonth() === month ? { day: date.toISOString().slice(0, 10), yearGuessed } : null
}
