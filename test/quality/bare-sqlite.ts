import { DatabaseSync } from 'node:sqlite'
import type { Baselines } from './bare-opensearch.ts'
import type { Collection } from './collections.ts'
import { DEPTH, type Ranking } from './measures.ts'

/** The bare engine: FTS5 as it comes over two columns, and over title and text in one column with its stemmer. */
export function searchSqlite({ documents, queries }: Collection): Baselines {
  const db = new DatabaseSync(':memory:')
  try {
    db.exec(`create virtual table plain using fts5 (id unindexed, title, text);
      create virtual table flat using fts5 (id unindexed, text, tokenize = 'porter unicode61');`)
    const plain = db.prepare('insert into plain values (?, ?, ?)')
    const flat = db.prepare('insert into flat values (?, ?)')
    db.exec('begin')
    for (const { id, title, abstract } of documents) {
      plain.run(id, title, abstract)
      flat.run(id, `${title} ${abstract}`)
    }
    db.exec('commit')
    return { multiMatch: rankings(db, 'plain', queries), flat: rankings(db, 'flat', queries) }
  } finally {
    db.close()
  }
}

function rankings(db: DatabaseSync, table: 'plain' | 'flat', queries: Collection['queries']): Ranking[] {
  const find = db.prepare(
    `select id from ${table} where ${table} match ? and id != ? order by rank, rowid limit ${DEPTH}`,
  )
  return queries.map(({ text, paper }) => {
    const words = text.match(/[\p{L}\p{N}]+/gu) ?? []
    const any = words.map((word) => `"${word}"`).join(' OR ')
    return any === '' ? [] : find.all(any, paper ?? '').map((row) => String(row.id))
  })
}
