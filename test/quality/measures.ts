import type { Query } from './collections.ts'

export type Measures = { ndcg: number; mrr: number; recall: number }
/** The ids that a search gave, best first. */
export type Ranking = string[]

export const DEPTH = 100
const TOP = 10

/** nDCG@10 (the grade is the gain), MRR@10 and Recall@100, each the mean over the queries. */
export function measure(queries: Query[], rankings: Ranking[]): Measures {
  const each = queries.map((query, at) => measureOne(query, rankings[at] ?? []))
  return {
    ndcg: mean(each.map(({ ndcg }) => ndcg)),
    mrr: mean(each.map(({ mrr }) => mrr)),
    recall: mean(each.map(({ recall }) => recall)),
  }
}

function measureOne({ judged }: Query, ranking: Ranking): Measures {
  const grades = ranking.map((id) => judged.get(id) ?? 0)
  const best = [...judged.values()].sort((a, b) => b - a)
  const first = grades.slice(0, TOP).findIndex((grade) => grade > 0)
  return {
    ndcg: gain(grades) / gain(best),
    mrr: first < 0 ? 0 : 1 / (first + 1),
    recall: grades.slice(0, DEPTH).filter((grade) => grade > 0).length / judged.size,
  }
}

function gain(grades: number[]): number {
  return grades.slice(0, TOP).reduce((sum, grade, at) => sum + grade / Math.log2(at + 2), 0)
}

export function mean(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
}
