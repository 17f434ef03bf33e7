import { createHash } from 'node:crypto'
import { INDEXED_TEXT_VERSION } from '../indexed-text.ts'

/**
 * One generation. `fts` holds words that our code has already split, folded and stemmed, so its tokenizer only
 * splits at spaces (`ascii` takes every other character as part of a word). `papers.terms` is the same text
 * turned round: which terms a paper has and how often. `postings` is what ranking reads: for each block of papers
 * and each term, who has it and how often (`postings.ts`); new papers stand in the last block, so that a batch
 * touches few pages. Large columns come last: SQLite reads a row from its beginning.
 * `titles` and the index by trend, which holds titles too, are what suggestions are made of (`trending-titles.ts`).
 * FTS5 collects a whole batch in memory (`hashsize`, 1 MB by default) instead of merging its pieces later.
 */
const tables = `
create table papers (
  rowid integer primary key,
  id text not null unique,
  version integer not null,
  deleted integer not null,
  first_seen_at integer not null,
  published_at integer,
  trending real not null,
  has_code integer not null,
  month text not null,
  code_hosts text not null,
  categories text not null,
  length integer not null,
  terms blob not null,
  title_words text not null,
  title text not null,
  abstract text not null
) strict;
create index papers_trending on papers (trending desc, id, title_words, title) where deleted = 0;
create index papers_newest on papers (first_seen_at desc, published_at desc, id) where deleted = 0;
create virtual table fts using fts5 (
  title_stems, abstract_stems, title, abstract, authors, keys,
  tokenize = "ascii", content = '', contentless_delete = 1
);
insert into fts (fts, rank) values ('hashsize', 16777216);
create virtual table titles using fts5 (
  words, tokenize = "ascii", content = '', contentless_delete = 1, detail = none, prefix = '1 2 3'
);
insert into titles (titles, rank) values ('hashsize', 4194304);
create table terms (id integer primary key, term text not null unique, papers integer not null) strict;
create table postings (key integer primary key, entries blob not null) strict;
create table definitions (
  short text not null, long text not null, long_key text not null, papers integer not null,
  primary key (short, long)
) strict, without rowid;
create index definitions_by_long on definitions (long_key);
create table stats (papers integer not null, words integer not null) strict;
insert into stats values (0, 0);
`

/** SQLite keeps this number in the file: one that another schema made is not read. */
export const SCHEMA_VERSION =
  createHash('sha256')
    .update(tables + INDEXED_TEXT_VERSION)
    .digest()
    .readUInt32BE() >>> 1

export const schema = `${tables} pragma user_version = ${SCHEMA_VERSION};`
