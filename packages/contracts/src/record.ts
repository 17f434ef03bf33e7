import { type Static, Type } from 'typebox'

/**
 * One entry of a dump as a format read it: fields named and typed, text not yet cleaned.
 * The parser normalises it. Everything but `position` and `title` may be missing.
 */
export const SourceRecord = Type.Object({
  kind: Type.Literal('record'),
  position: Type.String({ description: '"line 17", "item 3"' }),
  title: Type.String(),
  abstract: Type.Optional(Type.String()),
  authors: Type.Optional(Type.Array(Type.String())),
  /** Any identifier the source states: arXiv id, DOI or something else; the parser tells which. */
  ids: Type.Optional(Type.Array(Type.String())),
  url: Type.Optional(Type.String()),
  codeUrls: Type.Optional(Type.Array(Type.String())),
  links: Type.Optional(Type.Array(Type.String())),
  categories: Type.Optional(Type.Array(Type.String())),
  publishedAt: Type.Optional(Type.String()),
  upvotes: Type.Optional(Type.Integer()),
  /** A rank of the record's own; a format that ranks by order leaves it out. */
  rank: Type.Optional(Type.Integer({ minimum: 1 })),
  /** What makes one state of a paper newer than another: a version or an update time of the source. */
  updatedAt: Type.Optional(Type.String()),
  /**
   * What the format had to guess to read this record, as short sentences from a small fixed set of the
   * format ("The date had no year; the year of the dump's day was taken."). They go into the dump's
   * report, not into the paper.
   */
  guesses: Type.Optional(Type.Array(Type.String())),
  /** Fields that Paperboy has no word for, kept with the record. */
  extra: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
})
export type SourceRecord = Static<typeof SourceRecord>

/** The source says that it has withdrawn this record (OAI-PMH: `status="deleted"`). */
export const SourceDeletion = Type.Object({
  kind: Type.Literal('deletion'),
  position: Type.String(),
  ids: Type.Array(Type.String()),
  updatedAt: Type.Optional(Type.String()),
})
export type SourceDeletion = Static<typeof SourceDeletion>

/** An entry that could not even be read as a record. */
export const SourceReject = Type.Object({
  kind: Type.Literal('reject'),
  position: Type.String(),
  code: Type.String(),
  reason: Type.String(),
  excerpt: Type.String(),
})
export type SourceReject = Static<typeof SourceReject>

export type SourceEntry = SourceRecord | SourceDeletion | SourceReject
