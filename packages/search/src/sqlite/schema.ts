/**
 * One generation. `fts` holds words that our code has already split, folded and stemmed, so its tokenizer only
 * splits at spaces (`ascii` takes every other character as part of a word). `papers.terms` is the same text
 * turned round: which terms a paper has and how often, for counting and ranking without asking FTS5 per term.
 * FTS5 collects a whole batch in memory (`hashsize`, 1 MB by default) instead of merging its pieces later.
 */
export const schema = `
create table papers (
  rowid integer primary key,
  id text not null unique,
  version integer not null,
  deleted integer not null,
  title text not null,
  abstract text not null,
  first_seen_at integer not null,
  published_at integer,
  trending real not null,
  has_code integer not null,
  month text not null,
  code_hosts text not null,
  categories text not null,
  terms blob not null,
  length integer not null
) strict;
create index papers_trending on papers (trending desc, id) where deleted = 0;
create index papers_newest on papers (first_seen_at desc, published_at desc, id) where deleted = 0;
create virtual table fts using fts5 (
  title_stems, abstract_stems, title, abstract, authors, keys,
  tokenize = "ascii", content = '', contentless_delete = 1
);
insert into fts (fts, rank) values ('hashsize', 16777216);
create table terms (id integer primary key, term text not null unique, papers integer not null) strict;
create table stats (papers integer not null, words integer not null) strict;
insert into stats values (0, 0);
`
