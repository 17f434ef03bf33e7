import { type Static, type TSchema, Type } from 'typebox'

/** Said by `type` and not by `anyOf`: then the answers need no validator to be written, of which lists have many. */
const Nullable = <T extends TSchema & { type: string }>(schema: T) =>
  Type.Unsafe<Static<T> | null>({ ...schema, type: [schema.type, 'null'] })

export const Author = Type.Object({ name: Type.String() })

/** What records state of a paper. */
export const StatedFacts = Type.Object({
  title: Type.String(),
  abstract: Nullable(Type.String()),
  authors: Type.Array(Author),
  arxivId: Nullable(Type.String({ description: 'arXiv id without version' })),
  doi: Nullable(Type.String({ description: 'lower case' })),
  url: Nullable(Type.String()),
  codeUrls: Type.Array(Type.String()),
  links: Type.Array(Type.String()),
  categories: Type.Array(Type.String()),
  publishedAt: Nullable(Type.String({ description: 'ISO 8601, UTC' })),
  upvotes: Nullable(Type.Integer()),
})
export type StatedFacts = Static<typeof StatedFacts>

/** What is known of a paper, whoever asks: what records state, and what follows from it. */
export const PaperFacts = Type.Object({
  ...StatedFacts.properties,
  language: Nullable(
    Type.String({
      description:
        'of title and abstract: ISO 639-1, which is BCP 47; null where the text is too short to tell',
    }),
  ),
})
export type PaperFacts = Static<typeof PaperFacts>

export const Highlight = Type.Object({
  title: Type.String({ description: 'HTML-escaped, matches inside <mark>' }),
  abstract: Type.Array(Type.String(), { description: 'HTML-escaped fragments, matches inside <mark>' }),
})
export type Highlight = Static<typeof Highlight>

/** A paper as the API shows it. `score` and `highlight` are there only when the request had a `q`. */
export const Paper = Type.Object(
  {
    id: Type.String(),
    ...PaperFacts.properties,
    firstSeenAt: Type.String(),
    lastSeenAt: Type.String(),
    rank: Nullable(Type.Integer({ minimum: 1 })),
    trendingScore: Type.Number(),
    highlight: Type.Optional(Highlight),
    score: Type.Optional(
      Type.Number({
        description:
          'How well it matches, to compare within one answer. With semantic search the fused score of both rankings.',
      }),
    ),
  },
  {
    $id: 'Paper',
    examples: [
      {
        id: 'k4qf2m7xw3ra5tzc',
        title: 'Folding newspapers with graph neural networks',
        abstract: 'We fold. Code: https://github.com/example/fold',
        authors: [{ name: 'Ada Reader' }],
        arxivId: '2411.01234',
        doi: null,
        url: 'https://arxiv.org/abs/2411.01234',
        codeUrls: ['https://github.com/example/fold'],
        links: ['https://github.com/example/fold'],
        categories: ['cs.LG'],
        publishedAt: '2024-11-02T00:00:00.000Z',
        upvotes: null,
        language: 'en',
        firstSeenAt: '2026-11-24T03:00:00.000Z',
        lastSeenAt: '2026-11-24T03:00:00.000Z',
        rank: 1,
        trendingScore: 0.98,
      },
    ],
  },
)
export type Paper = Static<typeof Paper>
