import type { FacetName, FacetValue } from '@paperboy/contracts'
import { MAX_FACET_VALUES } from '../ranking.ts'

export type FacetCounter = {
  /** The facet columns of one paper, in the order of the names; several values stand on lines. */
  add(columns: string[]): void
  counted(): Partial<Record<FacetName, FacetValue[]>>
}

export function facetCounter(names: FacetName[]): FacetCounter {
  const counts = names.map(() => new Map<string, number>())
  return {
    add(columns) {
      columns.forEach((column, at) => {
        const count = counts[at]
        for (const value of column === '' ? [] : column.split('\n'))
          count?.set(value, (count.get(value) ?? 0) + 1)
      })
    },
    counted: () => Object.fromEntries(names.map((name, at) => [name, mostFrequent(counts[at] ?? new Map())])),
  }
}

function mostFrequent(counts: Map<string, number>): FacetValue[] {
  return Array.from(counts, ([value, count]) => ({ value, count }))
    .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
    .slice(0, MAX_FACET_VALUES)
}
