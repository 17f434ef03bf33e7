import { existsSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { parentPort } from 'node:worker_threads'
import type { IndexAction } from '@paperboy/contracts'
import type { DefinitionLookup } from '../acronyms/find-alternatives.ts'
import { knownDefinitions } from './definitions.ts'
import { PostingLists, type Store } from './posting-lists.ts'
import { type ReadPage, readPage } from './read.ts'
import { respell } from './respell.ts'
import { SCHEMA_VERSION, schema } from './schema.ts'
import { readSimilar } from './similar.ts'
import { snapshots } from './snapshots.ts'
import { papersWith } from './stats.ts'
import { trendingTitles } from './trending-titles.ts'
import { BatchWriter } from './write.ts'

const databases = new Map<string, DatabaseSync>()
const writers = new Map<string, BatchWriter>()
const postings = new Map<string, PostingLists>()
const kept = snapshots({ maxCount: 200, maxPapers: 2_000_000 })

function open(file: string): DatabaseSync {
  const known = databases.get(file)
  if (known && existsSync(file)) return known
  close(file)
  if (!existsSync(file)) throw Object.assign(new Error(`${file} is not there`), { code: 'ENOENT' })
  return connect(file)
}

function connect(file: string): DatabaseSync {
  const db = new DatabaseSync(file, { timeout: 5_000 })
  // FULL: an acknowledged batch outlives a power cut, at one fsync for up to 1,000 documents.
  db.exec(
    'pragma journal_mode = wal; pragma synchronous = full; pragma cache_size = -64000; pragma mmap_size = 1073741824',
  )
  databases.set(file, db)
  return db
}

function close(file: string): void {
  databases.get(file)?.close()
  databases.delete(file)
  writers.delete(file)
  postings.delete(file)
}

function writer(file: string): BatchWriter {
  const db = open(file)
  const known = writers.get(file) ?? new BatchWriter(db)
  writers.set(file, known)
  return known
}

/** All that is read is of one state, whatever is written meanwhile. */
function reading<T>(file: string, read: (store: Store) => T): T {
  const db = open(file)
  const lists = postings.get(file) ?? new PostingLists(db)
  postings.set(file, lists)
  db.exec('begin')
  try {
    return read({ db, lists })
  } finally {
    if (db.isTransaction) db.exec('commit')
  }
}

/** What the two workers do: one of them writes, the other reads. */
const operations = {
  create: ({ file }: { file: string }) => {
    connect(file).exec(`begin; ${schema} commit`)
  },
  /** Throws when the file is no index, or one of another schema. */
  check: ({ file }: { file: string }) => {
    const { user_version: version } = open(file).prepare('pragma user_version').get() ?? {}
    if (version !== SCHEMA_VERSION) throw new Error(`${file} was made by another version`)
    open(file).prepare('select papers from stats').get()
  },
  close: ({ file }: { file: string }) => close(file),
  write: ({ file, actions }: { file: string; actions: IndexAction[] }) => writer(file).write(actions),
  page: ({ file, read }: { file: string; read: ReadPage }) =>
    reading(file, (store) => readPage(store, kept, read)),
  similar: ({ file, id, limit }: { file: string; id: string; limit: number }) =>
    reading(file, (store) => readSimilar(store, id, limit)),
  respell: ({ file, words }: { file: string; words: Map<string, string> }) => respell(open(file), words),
  definitions: ({ file, lookup }: { file: string; lookup: DefinitionLookup }) =>
    knownDefinitions(open(file), lookup),
  papersWith: ({ file, stems }: { file: string; stems: string[] }) => papersWith(open(file), stems),
  titles: ({ file, typed }: { file: string; typed: string[] }) => trendingTitles(open(file), typed),
  count: ({ file }: { file: string }) =>
    (open(file).prepare('select papers from stats').get() as { papers: number }).papers,
  versions: ({ file, after, limit }: { file: string; after: string; limit: number }) =>
    open(file)
      .prepare('select id, version, deleted from papers where id > ? order by id limit ?')
      .all(after, limit)
      .map((row) => ({ id: String(row.id), version: Number(row.version), deleted: row.deleted === 1 })),
  ping: () => 'pong' as const,
}
export type Operations = typeof operations
export type Request = { call: number; name: keyof Operations; input: unknown }
export type Reply = { call: number; output: unknown } | { call: number; error: string; code: string }

parentPort?.on('message', ({ call, name, input }: Request) => {
  try {
    const operation = operations[name] as (input: unknown) => unknown
    parentPort?.postMessage({ call, output: operation(input) } satisfies Reply)
  } catch (error) {
    const { message, code } = error as Error & { code?: string }
    parentPort?.postMessage({ call, error: message, code: code ?? 'ERROR' } satisfies Reply)
  }
})
