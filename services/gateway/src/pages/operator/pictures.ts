import type { SearchLatency } from '@paperboy/contracts'
import type { Overview } from '@paperboy/database'
import { shortDate } from '../dates.ts'
import type { Day } from '../day-links.ts'
import type { Markup } from '../markup.ts'
import { type Bar, barChart } from './bar-chart.ts'
import { type Line, lineChart } from './line-chart.ts'
import { ageText, number } from './words.ts'

const DAY_MS = 86_400_000
/** A picture of more days shows none of them. */
const MOST_DAYS = 120

/** Every day of the calendar from the first to the last, so that days without papers are seen. */
export function papersPerDay(days: Day[]): Markup {
  const papersOf = new Map(days.map(({ date, papers }) => [date, papers]))
  const last = Date.parse([...papersOf.keys()].sort().at(-1) ?? '')
  const first = Math.max(Date.parse([...papersOf.keys()].sort()[0] ?? ''), last - (MOST_DAYS - 1) * DAY_MS)
  const bars: Bar[] = []
  for (let at = first; at <= last; at += DAY_MS) {
    const date = new Date(at).toISOString().slice(0, 10)
    const value = papersOf.get(date) ?? 0
    bars.push({ name: shortDate(date), value, label: `${date}: ${number(value)}` })
  }
  return barChart(bars, 'Papers per day')
}

export function recordsPerHour(hours: Overview['hours']): Markup {
  return barChart(
    hours.map(({ hour, records }) => ({
      name: `${hour.slice(11)} UTC`,
      value: records,
      label: `${hour}: ${number(records)}`,
    })),
    'Records per hour',
  )
}

export function searchLatency(latency: SearchLatency, within: 'hour' | 'day'): Markup {
  const { steps, searches, p50, p95, p99 } = latency
  const line = (name: string, style: Line['style'], of: 'p50' | 'p95' | 'p99'): Line => ({
    ...{ name, style },
    values: steps.map((step) => step[of]),
  })
  const said = `half within ${msText(p50)}, 95 % within ${msText(p95)}, 99 % within ${msText(p99)}`
  const summary = searches === 0 ? 'no search noted' : `${number(searches)} searches, ${said}`
  return lineChart({
    caption: `Search latency, last ${within}`,
    said: summary,
    lines: [line('50 %', 'first', 'p50'), line('95 %', 'second', 'p95'), line('99 %', 'third', 'p99')],
    times: steps.map(({ at }) => timeOfDay(at)),
    text: msText,
  })
}

const msText = (ms: number | null) =>
  ms === null ? '–' : ms < 1_000 ? `${Number(ms.toPrecision(2))} ms` : ageText(ms)

type Step = { at: string; waiting: number | null; oldestMs: number | null }

export function indexLag(steps: Step[]): Markup {
  const longest = Math.max(0, ...steps.map(({ oldestMs }) => oldestMs ?? 0))
  const said = longest === 0 ? 'none' : `a change waited for ${ageText(longest)} at most`
  return lineChart({
    caption: 'Lag of the search index, last day',
    said,
    lines: [{ name: 'oldest change', style: 'first', values: steps.map(({ oldestMs }) => oldestMs) }],
    times: steps.map(({ at }) => timeOfDay(at)),
    text: ageText,
  })
}

export type StageSteps = { times: string[]; stages: Record<'split' | 'parse' | 'index', (number | null)[]> }

export function throughput({ times, stages }: StageSteps): Markup {
  const sum = (values: (number | null)[]) => values.reduce<number>((all, value) => all + (value ?? 0), 0)
  const { split, parse, index } = stages
  const said = `${number(sum(split))} split, ${number(sum(parse))} parsed, ${number(sum(index))} indexed`
  return lineChart({
    caption: 'Records through the stages, last day',
    said,
    lines: [
      { name: 'split', style: 'first', values: split },
      { name: 'parsed', style: 'second', values: parse },
      { name: 'indexed', style: 'third', values: index },
    ],
    times: times.map(timeOfDay),
    text: number,
  })
}

function timeOfDay(iso: string): string {
  return `${iso.slice(11, 16)} UTC`
}
