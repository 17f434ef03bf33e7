import type { Collection } from './collections.ts'
import { DEPTH, type Ranking } from './measures.ts'

export type Baselines = { multiMatch: Ranking[]; flat: Ranking[] }

const BATCH = 500
const english = { type: 'text', analyzer: 'english' }
const definition = {
  settings: { index: { number_of_shards: 1, number_of_replicas: 0, refresh_interval: -1 } },
  mappings: {
    properties: {
      // What an engine does that nobody has set up.
      title: { type: 'text' },
      text: { type: 'text' },
      // The strong baseline: one field, the engine's BM25 has k1 1.2 and b 0.75.
      flat: english,
    },
  },
}

/** The bare engine: its default `multi_match`, and BM25 over title and text in one English field. */
export async function searchOpensearch(url: string, { documents, queries }: Collection): Promise<Baselines> {
  const index = `${url}/quality-${crypto.randomUUID()}`
  await ask('PUT', index, definition)
  try {
    for (let at = 0; at < documents.length; at += BATCH) {
      const lines = documents
        .slice(at, at + BATCH)
        .flatMap(({ id, title, abstract }) => [
          { index: { _id: id } },
          { title, text: abstract, flat: `${title} ${abstract}` },
        ])
      const done = await ask('POST', `${index}/_bulk`, lines)
      if (done.errors) throw new Error('OpenSearch refused documents of the baseline.')
    }
    await ask('POST', `${index}/_refresh`)
    const multiMatch: Ranking[] = []
    const flat: Ranking[] = []
    for (const { text, paper } of queries) {
      multiMatch.push(await search(index, paper, { multi_match: { query: text, fields: ['title', 'text'] } }))
      flat.push(await search(index, paper, { match: { flat: text } }))
    }
    return { multiMatch, flat }
  } finally {
    await ask('DELETE', index)
  }
}

type Answer = { errors?: boolean; hits?: { hits: { _id: string }[] } }

async function search(index: string, paper: string | undefined, query: unknown): Promise<Ranking> {
  const must_not = paper === undefined ? [] : [{ ids: { values: [paper] } }]
  const body = { query: { bool: { must: [query], must_not } }, size: DEPTH, _source: false }
  return (await ask('POST', `${index}/_search`, body)).hits?.hits.map((hit) => hit._id) ?? []
}

async function ask(method: string, url: string, body?: unknown): Promise<Answer> {
  const lines = Array.isArray(body)
  const response = await fetch(url, {
    method,
    ...(body === undefined
      ? {}
      : {
          headers: { 'content-type': lines ? 'application/x-ndjson' : 'application/json' },
          body: lines ? body.map((line) => `${JSON.stringify(line)}\n`).join('') : JSON.stringify(body),
        }),
  })
  if (!response.ok) throw new Error(`${method} ${url}: ${response.status} ${await response.text()}`)
  return (await response.json()) as Answer
}
