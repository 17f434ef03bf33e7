const SECOND_MS = 1_000

/** What an answer says about when to ask again, in seconds; null where it says nothing. */
export function retryAfterSeconds({ headers }: Response, now: () => number = Date.now): number | null {
  const value = headers.get('retry-after')
  if (value === null) return null
  if (/^\d+$/.test(value)) return Number(value)
  const time = Date.parse(value)
  return Number.isNaN(time) ? null : Math.max(0, Math.ceil((time - now()) / SECOND_MS))
}
