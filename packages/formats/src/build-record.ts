import type { SourceEntry, SourceRecord } from '@paperboy/contracts'
import { reject } from './reject.ts'

type Fields = { [K in keyof Omit<SourceRecord, 'kind' | 'position'>]?: SourceRecord[K] | undefined }
export type RecordFields = Fields & { replacedBytes?: number }

/** A record of what is there: fields without content are left out. Without a title it is a reject. */
export function buildRecord(position: string, fields: RecordFields, text: () => string): SourceEntry {
  const { title, extra, replacedBytes = 0, ...rest } = fields
  if (title === undefined || title.trim() === '')
    return reject(position, 'MISSING_TITLE', 'The record has no title.', text())
  const kept = {
    ...filled(extra ?? {}),
    ...(replacedBytes > 0 && { replacedBytes }),
  }
  return {
    kind: 'record',
    position,
    title,
    ...filled(rest),
    ...(Object.keys(kept).length > 0 && { extra: kept }),
  }
}

/** Without what is undefined, blank or an empty list. */
function filled<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const entries = Object.entries(fields).filter(([, value]) => {
    if (typeof value === 'string') return value.trim() !== ''
    return value !== undefined && !(Array.isArray(value) && value.length === 0)
  })
  return Object.fromEntries(entries) as { [K in keyof T]?: Exclude<T[K], undefined> }
}
