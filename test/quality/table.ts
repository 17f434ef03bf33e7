import { type Measures, mean } from './measures.ts'

export type Engine = 'OpenSearch' | 'SQLite'
export type Way = 'ours' | 'with meaning' | 'multi_match' | 'flat BM25'
export type Row = { collection: string; engine: Engine; way: Way } & Measures

const WIDTHS = [14, 11, 14, 8, 8, 11]

export function table(rows: Row[]): string {
  const head = ['collection', 'engine', 'search', 'nDCG@10', 'MRR@10', 'Recall@100']
  const body = rows.map((row) => [
    row.collection,
    row.engine,
    row.way,
    ...[row.ndcg, row.mrr, row.recall].map((value) => value.toFixed(4)),
  ])
  return [head, ...body].map(line).join('\n')
}

function line(cells: string[]): string {
  return cells
    .map((cell, at) => (at < 3 ? cell.padEnd(WIDTHS[at] ?? 0) : cell.padStart(WIDTHS[at] ?? 0)))
    .join('')
}

/** The mean over collections of what one way found on one engine. */
export function meanRow(rows: Row[], collections: string[], engine: Engine, way: Way): Row {
  const some = rows.filter(
    (row) => row.engine === engine && row.way === way && collections.includes(row.collection),
  )
  return {
    collection: 'mean',
    engine,
    way,
    ndcg: mean(some.map(({ ndcg }) => ndcg)),
    mrr: mean(some.map(({ mrr }) => mrr)),
    recall: mean(some.map(({ recall }) => recall)),
  }
}
