import type { Paper } from '@paperboy/contracts'
import type { Database } from '../create-database.ts'
import { type DailyOptions, type DailyPaper, readDaily } from './daily-read.ts'
import { type DatedOptions, datedIds } from './dated-ids.ts'
import { type ExportOptions, readForExport } from './export-read.ts'
import { readReferences } from './references-read.ts'

/** What clients of other services and bulk readers ask for. */
export type Listings = {
  daily(options: DailyOptions): Promise<DailyPaper[]>
  byReferences(references: string[]): Promise<Map<string, Paper>>
  datedIds(ids: string[] | null, options: DatedOptions): Promise<{ total: number; ids: string[] }>
  exportBatch(options: ExportOptions): Promise<Paper[]>
}

export function listings(db: Database, now: () => Date = () => new Date()): Listings {
  return {
    daily: (options) => readDaily(db, options, now()),
    byReferences: (references) => readReferences(db, references, now()),
    datedIds: (ids, options) => datedIds(db, ids, options),
    exportBatch: (options) => readForExport(db, options, now()),
  }
}
