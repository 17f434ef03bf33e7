import type { Dump } from '@paperboy/contracts'
import { printable } from './printable.ts'

/** "220 records: 219 created, 0 updated, 0 unchanged, 1 rejected" */
export function countsText({ counts }: { counts: Omit<Dump['counts'], 'indexed'> }): string {
  const { records, created, updated, unchanged, rejected } = counts
  const parts = Object.entries({ created, updated, unchanged, rejected })
  return `${plural(records, 'record')}: ${parts.map(([name, count]) => `${number(count)} ${name}`).join(', ')}`
}

/** Why a dump failed, with the code to look up in docs/errors.md. */
export function failureText({ error, id }: Pick<Dump, 'error' | 'id'>): string {
  const why = error ? `${printable(error.message)} (${error.code})` : 'no reason is known'
  return `failed: ${why} – dump ${id}`
}

export function plural(count: number, noun: string): string {
  return `${number(count)} ${noun}${count === 1 ? '' : 's'}`
}

export function bytesText(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB']
  const step = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), units.length - 1)
  return `${(bytes / 1000 ** step).toFixed(step === 0 ? 0 : 1)} ${units[step]}`
}

function number(count: number): string {
  return count.toLocaleString('en')
}
