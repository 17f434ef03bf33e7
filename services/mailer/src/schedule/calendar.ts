const DAY_MS = 86_400_000

/** Days of the calendar as YYYY-MM-DD, without a zone; they compare as text. */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(date) + days * DAY_MS).toISOString().slice(0, 10)
}

/** 1 is Monday, 7 is Sunday. */
export function isoWeekday(date: string): number {
  return new Date(date).getUTCDay() || 7
}
