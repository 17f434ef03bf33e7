import { B, K1 } from '../ranking.ts'

/** Longer keywords than this cannot be indexed; they are kept in the document and not found by. */
const MAX_KEYWORD = 8191

const exact = { type: 'text', analyzer: 'words', norms: false } as const
const stems = { type: 'text', analyzer: 'words', index_options: 'freqs', similarity: 'flat' } as const
const keyword = { type: 'keyword', ignore_above: MAX_KEYWORD } as const
const kept = { type: 'keyword', index: false, doc_values: false } as const

/**
 * Settings, analyzers and mapping of one generation. Words come split, folded and stemmed from our own code (the
 * same on every engine), so the analyzer only splits at spaces. The source keeps them: leaving them out would cost
 * a second parse of every document.
 */
export const indexDefinition = {
  settings: {
    index: {
      number_of_shards: 1,
      // One node is green; a second one takes a replica by itself.
      auto_expand_replicas: '0-1',
      refresh_interval: '1s',
      similarity: { flat: { type: 'BM25', k1: K1, b: B } },
    },
    analysis: { analyzer: { words: { type: 'custom', tokenizer: 'whitespace' } } },
  },
  mappings: {
    dynamic: 'strict',
    properties: {
      id: { type: 'keyword' },
      deleted: { type: 'boolean' },
      /** With doc values: suggestions read many, and the source is large. */
      title: { ...keyword, index: false },
      abstract: kept,
      categories: keyword,
      codeHosts: keyword,
      hasCode: { type: 'boolean' },
      firstSeenAt: { type: 'long' },
      publishedAt: { type: 'long' },
      month: { type: 'keyword' },
      trending: { type: 'double' },
      words: {
        properties: {
          title: exact,
          abstract: exact,
          authors: exact,
          titleStems: { ...stems, norms: false },
          /** Stems of the title that the abstract has too: with `text` they tell what the abstract has. */
          bothStems: { ...stems, norms: false },
          ids: keyword,
          categories: keyword,
          acronyms: { ...keyword, doc_values: false },
          longForms: { ...keyword, doc_values: false },
          /** Acronym and long form in one, to be counted. */
          definitions: { ...keyword, index: false },
        },
      },
      /** With positions: words side by side rank higher. */
      text: { ...stems, index_options: 'positions' },
    },
  },
} as const
