/** A search_query, understood. `bare` words carry no field and no operator. */
export type QueryNode =
  | { kind: 'all' }
  /** Fields that Paperboy knows nothing of: journal, comment, report number. */
  | { kind: 'none' }
  | { kind: 'bare'; text: string }
  | { kind: 'term'; field: ArxivField; text: string; quoted: boolean }
  | { kind: 'dates'; range: DateRange }
  | { kind: 'and' | 'or'; nodes: QueryNode[] }
  | { kind: 'not'; node: QueryNode }

export type ArxivField = 'ti' | 'au' | 'abs' | 'cat' | 'id' | 'all' | 'unknown'

/** Inclusive; null is open. */
export type DateRange = { from: Date | null; to: Date | null }
