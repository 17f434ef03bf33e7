import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { SearchDocument } from '@paperboy/contracts'

/** What people asked and which papers they judged relevant: queries without a judgement are left out. */
export type Collection = { name: string; documents: SearchDocument[]; queries: Query[] }
export type Query = {
  id: string
  text: string
  /** Set where the query is a paper, to be left out of its own results. */
  paper?: string
  /** Paper to grade; relevant above 0. */
  judged: Map<string, number>
}

type Text = { _id: string; title: string; text: string }
type QueryLine = { _id: string; text: string; doc_id?: string }

/** The folder of judged collections: `quality` in PAPERBOY_DATA, else in `shared/data` beside the repository. */
function collectionsFolder(): string {
  const data = process.env.PAPERBOY_DATA || join(import.meta.dirname, '..', '..', '..', 'shared', 'data')
  const folder = join(data, 'quality')
  if (existsSync(folder)) return folder
  throw new Error(
    `There are no judged collections in ${folder}. Set PAPERBOY_DATA to the folder that holds quality/.`,
  )
}

export function readCollection(name: string): Collection {
  const folder = join(collectionsFolder(), name)
  if (!existsSync(folder)) throw new Error(`The collection ${name} is not in ${collectionsFolder()}.`)
  const judged = judgements(readFileSync(join(folder, 'qrels.tsv'), 'utf8'))
  const queries = jsonLines<QueryLine>(join(folder, 'queries.jsonl.gz')).flatMap((line): Query[] => {
    const grades = judged.get(line._id)
    if (!grades) return []
    const paper = line.doc_id === undefined ? {} : { paper: line.doc_id }
    return [{ id: line._id, text: line.text, judged: grades, ...paper }]
  })
  return { name, queries, documents: jsonLines<Text>(join(folder, 'corpus.jsonl.gz')).map(toDocument) }
}

function jsonLines<T>(path: string): T[] {
  const lines = gunzipSync(readFileSync(path)).toString('utf8').split('\n')
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as T)
}

function judgements(tsv: string): Map<string, Map<string, number>> {
  const judged = new Map<string, Map<string, number>>()
  for (const line of tsv.trim().split('\n').slice(1)) {
    const [query = '', paper = '', grade = ''] = line.split('\t')
    const grades = judged.get(query) ?? new Map<string, number>()
    if (Number(grade) > 0) judged.set(query, grades.set(paper, Number(grade)))
  }
  return judged
}

function toDocument({ _id: id, title, text }: Text): SearchDocument {
  return {
    id,
    title,
    abstract: text,
    authors: [],
    categories: [],
    ids: [id.toLowerCase()],
    codeHosts: [],
    hasCode: false,
    firstSeenAt: 0,
    publishedAt: null,
    month: '1970-01',
    trending: 0,
  }
}
