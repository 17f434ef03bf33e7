import type { Dump } from '@paperboy/contracts'
import { html, type Markup } from '../markup.ts'

const UNITS = ['B', 'kB', 'MB', 'GB']
const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

export function number(count: number): string {
  return count.toLocaleString('en-GB')
}

/** "1 dump", "2 dumps". */
export function counted(count: number, thing: string): string {
  return `${number(count)} ${thing}${count === 1 ? '' : 's'}`
}

export function bytesText(bytes: number): string {
  const step = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), UNITS.length - 1)
  return `${(bytes / 1_000 ** step).toFixed(step === 0 ? 0 : 1)} ${UNITS[step]}`
}

/** How long something has waited, in its largest unit. */
export function ageText(ms: number): string {
  if (ms < 1_000) return 'now'
  if (ms < MINUTE) return `${Math.round(ms / 1_000)} s`
  if (ms < HOUR) return `${Math.round(ms / MINUTE)} min`
  return ms < 2 * DAY ? `${Math.round(ms / HOUR)} h` : `${Math.round(ms / DAY)} days`
}

export function timeTag(iso: string | null): Markup | null {
  return iso === null ? null : html`<time datetime="${iso}">${iso.slice(0, 19).replace('T', ' ')} UTC</time>`
}

/** A state as a word; its colour only repeats it. */
export function stateTag(state: string): Markup {
  return html`<span class="state ${/^[a-z]+$/.test(state) ? state : ''}">${state}</span>`
}

/** How a dump stands, in a word. */
export function dumpState(dump: Pick<Dump, 'status' | 'error'>): Markup {
  return stateTag(isUndone(dump) ? 'undone' : dump.status)
}

export function isUndone({ error }: Pick<Dump, 'error'>): boolean {
  return error?.code === 'UNDONE'
}
