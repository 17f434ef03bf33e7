import { InvalidArgumentError } from 'commander'

export function day(text: string): string {
  const time = Date.parse(`${text}T00:00:00Z`)
  // Date.parse rolls over: 2026-02-30 would be the 2nd of March.
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text) && time >= 0 && new Date(time).toISOString().startsWith(text)
  if (isDay) return text
  throw new InvalidArgumentError('It must be a day, written YYYY-MM-DD.')
}

export function positive(text: string): number {
  const number = Number(text)
  if (/^\d+$/.test(text) && Number.isSafeInteger(number) && number > 0) return number
  throw new InvalidArgumentError('It must be a whole number from 1.')
}
