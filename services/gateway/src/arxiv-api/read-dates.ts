import type { DateRange } from './query-node.ts'

/** `[202301010600 TO 202401010600]`: GMT, to the day, the minute or the second; `*` is open. Null if it is none. */
export function readDates(from: string, to: string): DateRange | null {
  const first = moment(from, 'first')
  const last = moment(to, 'last')
  return first === undefined || last === undefined ? null : { from: first, to: last }
}

const WRITTEN = /^(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2})?)?$/
/** What is not said: the beginning or the end of the day or of the minute. */
const REST = { first: ['00', '00', '00.000'], last: ['23', '59', '59.999'] } as const

function moment(text: string, end: 'first' | 'last'): Date | null | undefined {
  if (text === '*') return null
  const [, year, month, day, hour, minute, second] = WRITTEN.exec(text) ?? []
  if (year === undefined) return undefined
  const [wholeHour, wholeMinute, wholeSecond] = REST[end]
  const fraction = end === 'last' ? '.999' : '.000'
  const seconds = second === undefined ? wholeSecond : `${second}${fraction}`
  const time = `${year}-${month}-${day}T${hour ?? wholeHour}:${minute ?? wholeMinute}:${seconds}Z`
  const date = new Date(time)
  // Date rolls 30 February over.
  return Number.isNaN(date.getTime()) || !date.toISOString().startsWith(time.slice(0, 10)) ? undefined : date
}
