import { parentPort } from 'node:worker_threads'
import type { Filters } from '../filters.ts'
import { type Near, type VectorRow, VectorTable } from './vector-table.ts'

let table: VectorTable | undefined

/** What the thread does, one after the other. */
const operations = {
  begin: ({ maxBytes }: { maxBytes: number }): void => {
    table = new VectorTable(maxBytes)
  },
  apply: ({ rows }: { rows: VectorRow[] }) => ({
    ...(table?.apply(rows) ?? { full: 0, odd: 0 }),
    size: table?.size ?? 0,
  }),
  near: ({ vector, count, filters }: { vector: Int8Array; count: number; filters: Filters }): Near[] =>
    table?.nearest(vector, count, filters) ?? [],
  /** Undefined where the paper has no vector. */
  nearTo: ({ paperId, count }: { paperId: string; count: number }): Near[] | undefined => {
    const vector = table?.vectorOf(paperId)
    return vector && table?.nearest(vector, count + 1, {}).filter(({ id }) => id !== paperId)
  },
}
export type Operations = typeof operations
export type Request = { call: number; name: keyof Operations; input: unknown }
export type Reply = { call: number; output: unknown } | { call: number; error: string }

parentPort?.on('message', ({ call, name, input }: Request) => {
  try {
    const operation = operations[name] as (input: unknown) => unknown
    parentPort?.postMessage({ call, output: operation(input) } satisfies Reply)
  } catch (error) {
    parentPort?.postMessage({ call, error: String(error) } satisfies Reply)
  }
})
