import type { SearchRequest, SortOrder } from '@paperboy/contracts'
import { AppError } from '@paperboy/service-kit'
import { positiveLeaves, type QueryNode } from './query/ast.ts'

const DAY_MS = 86_400_000

export type Filters = { fromMs?: number; beforeMs?: number; hasCode?: boolean }

/** The filters of a request as bounds of epoch milliseconds: from <= firstSeenAt < before. */
export function filtersOf({ from, to, hasCode }: SearchRequest): Filters {
  return {
    ...(from === undefined ? {} : { fromMs: dayMs('from', from) }),
    ...(to === undefined ? {} : { beforeMs: dayMs('to', to) + DAY_MS }),
    ...(hasCode === undefined ? {} : { hasCode }),
  }
}

function dayMs(field: string, day: string): number {
  const ms = /^\d{4}-\d{2}-\d{2}$/.test(day) ? Date.parse(`${day}T00:00:00.000Z`) : Number.NaN
  // Date.parse accepts February 30th and makes it March.
  if (Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 10) !== day) {
    throw new AppError('BAD_REQUEST', `${field} must be a day as YYYY-MM-DD, not "${day.slice(0, 40)}".`)
  }
  return ms
}

/** Without anything to rank by, the order of relevance is the trending order. */
export function effectiveSort(node: QueryNode, sort: SortOrder): SortOrder {
  return sort === 'relevance' && positiveLeaves(node).length === 0 ? 'trending' : sort
}
