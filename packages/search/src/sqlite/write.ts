import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { IndexAction, IndexOutcome, SearchDocument } from '@paperboy/contracts'
import { indexedText } from '../indexed-text.ts'
import { DefinitionCounts } from './definitions.ts'
import { ANY_PAPER, keyWord } from './keys.ts'
import { PostingsWriter } from './postings.ts'
import { MAX_TERM_ID, packed, packTerms, type TermCount, termId } from './term-counts.ts'

/** Stands between author names in the index, so that no phrase crosses from one to the next. */
const BETWEEN_AUTHORS = ' § '
const MAX_CACHED_TERMS = 500_000

type Stored = { rowid: number; version: number; deleted: number; terms: Uint8Array; length: number }

/** Writes batches into one generation; keeps the statements and the known term ids between them. */
export class BatchWriter {
  private readonly db: DatabaseSync
  private readonly find: StatementSync
  private readonly upsert: StatementSync
  private readonly unindex: StatementSync
  private readonly index: StatementSync
  private readonly unindexTitle: StatementSync
  private readonly indexTitle: StatementSync
  private readonly findTerm: StatementSync
  private readonly addTerm: StatementSync
  private readonly countTerm: StatementSync
  private readonly countPapers: StatementSync
  private readonly postings: PostingsWriter
  private readonly definitions: DefinitionCounts
  private termIds = new Map<string, number>()
  private changes = new Map<number, number>()

  constructor(db: DatabaseSync) {
    this.db = db
    this.postings = new PostingsWriter(db)
    this.definitions = new DefinitionCounts(db)
    this.find = db.prepare('select rowid, version, deleted, terms, length from papers where id = ?')
    this.upsert = db.prepare(UPSERT)
    this.unindex = db.prepare('delete from fts where rowid = ?')
    this.index = db.prepare(
      'insert into fts (rowid, title_stems, abstract_stems, title, abstract, authors, keys) values (?, ?, ?, ?, ?, ?, ?)',
    )
    this.unindexTitle = db.prepare('delete from titles where rowid = ?')
    this.indexTitle = db.prepare('insert into titles (rowid, words) values (?, ?)')
    this.findTerm = db.prepare('select id from terms where term = ?')
    this.addTerm = db.prepare(
      'insert into terms (term, papers) values (?, 0) on conflict do nothing returning id',
    )
    this.countTerm = db.prepare('update terms set papers = papers + ? where id = ?')
    this.countPapers = db.prepare('update stats set papers = papers + ?, words = words + ?')
  }

  /** All or nothing: an error leaves the generation as it was. */
  write(actions: IndexAction[]): IndexOutcome[] {
    this.db.exec('begin immediate')
    try {
      const outcomes = actions.map((action): IndexOutcome => ({ id: action.id, kind: this.apply(action) }))
      for (const [id, change] of this.changes) if (change !== 0) this.countTerm.run(change, id)
      this.postings.flush()
      this.definitions.flush()
      this.db.exec('commit')
      return outcomes
    } catch (error) {
      this.termIds.clear()
      // A full disk rolls back by itself.
      if (this.db.isTransaction) this.db.exec('rollback')
      throw error
    } finally {
      this.changes.clear()
      this.postings.drop()
      this.definitions.drop()
    }
  }

  private apply(action: IndexAction): 'written' | 'stale' {
    const stored = this.find.get(action.id) as Stored | undefined
    if (stored && stored.version >= action.version) return 'stale'
    if (stored && stored.deleted === 0) this.forget(stored)
    if (action.kind === 'put') this.put(action.id, action.version, action.document)
    else
      this.upsert.run(
        action.id,
        action.version,
        1,
        '',
        '',
        0,
        null,
        0,
        0,
        '',
        '',
        '',
        new Uint8Array(),
        0,
        '',
      )
    return 'written'
  }

  private forget(stored: Stored): void {
    this.unindex.run(stored.rowid)
    this.unindexTitle.run(stored.rowid)
    this.postings.forget(stored.rowid, stored.terms)
    this.definitions.forget(stored.rowid)
    for (const value of packed(stored.terms)) this.change(termId(value), -1)
    this.countPapers.run(-1, -stored.length)
  }

  private put(id: string, version: number, document: SearchDocument): void {
    const text = indexedText(document)
    const counts = this.termCounts(text.titleStems, text.abstractStems)
    for (const count of counts) this.change(count.id, 1)
    const packedTerms = packTerms(counts)
    const length = text.titleStems.length + text.abstractStems.length
    this.countPapers.run(1, length)
    const { title, abstract, firstSeenAt, publishedAt, trending, hasCode, month, codeHosts, categories } =
      document
    this.upsert.run(
      id,
      version,
      0,
      title.toWellFormed(),
      abstract.toWellFormed(),
      firstSeenAt,
      publishedAt,
      trending,
      hasCode ? 1 : 0,
      month,
      lines(codeHosts),
      lines(categories),
      packedTerms,
      length,
      ` ${text.title.join(' ')} `,
    )
    const { rowid } = this.find.get(id) as Stored
    this.postings.add(rowid, packedTerms, length)
    this.definitions.add({ title: title.toWellFormed(), abstract: abstract.toWellFormed() })
    this.indexTitle.run(rowid, text.title.join(' '))
    const keys = [
      ANY_PAPER,
      ...text.categories.map((value) => keyWord('category', value)),
      ...text.ids.map((value) => keyWord('id', value)),
    ]
    this.index.run(
      rowid,
      text.titleStems.join(' '),
      text.abstractStems.join(' '),
      text.title.join(' '),
      text.abstract.join(' '),
      text.authors.map((name) => name.join(' ')).join(BETWEEN_AUTHORS),
      keys.join(' '),
    )
  }

  private termCounts(title: string[], abstract: string[]): TermCount[] {
    const counts = new Map<string, { title: number; abstract: number }>()
    const add = (term: string, field: 'title' | 'abstract') => {
      const count = counts.get(term) ?? { title: 0, abstract: 0 }
      count[field]++
      counts.set(term, count)
    }
    for (const term of title) add(term, 'title')
    for (const term of abstract) add(term, 'abstract')
    return Array.from(counts, ([term, count]) => ({ id: this.termId(term), ...count }))
  }

  private termId(term: string): number {
    const known = this.termIds.get(term)
    if (known !== undefined) return known
    const row = (this.addTerm.get(term) ?? this.findTerm.get(term)) as { id: number }
    if (row.id > MAX_TERM_ID) throw new Error(`more than ${MAX_TERM_ID} distinct words: use OpenSearch`)
    if (this.termIds.size >= MAX_CACHED_TERMS) this.termIds.clear()
    this.termIds.set(term, row.id)
    return row.id
  }

  private change(id: number, by: number): void {
    this.changes.set(id, (this.changes.get(id) ?? 0) + by)
  }
}

const lines = (values: string[]): string => [...new Set(values)].join('\n').toWellFormed()

const UPSERT = `
insert into papers (id, version, deleted, title, abstract, first_seen_at, published_at, trending, has_code,
                    month, code_hosts, categories, terms, length, title_words)
values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
on conflict (id) do update set version = excluded.version, deleted = excluded.deleted, title = excluded.title,
  abstract = excluded.abstract, first_seen_at = excluded.first_seen_at, published_at = excluded.published_at,
  trending = excluded.trending, has_code = excluded.has_code, month = excluded.month,
  code_hosts = excluded.code_hosts, categories = excluded.categories, terms = excluded.terms, length = excluded.length,
  title_words = excluded.title_words`
