import { type Static, Type } from 'typebox'

const Known = Type.Union([Type.String(), Type.Null()])

export const Likeness = Type.Union(
  [
    Type.Literal('same'),
    Type.Literal('letters'),
    Type.Literal('version'),
    Type.Literal('subtitle'),
    Type.Literal('word'),
  ],
  {
    description:
      'the titles are the same in letters and digits; differ in one or two letters; in a mark of a version; one has a subtitle more; a word more, less or replaced',
  },
)
export type Likeness = Static<typeof Likeness>

/** Two papers that may be one. They are shown, and never merged by themselves. */
export const NearDuplicate = Type.Object(
  {
    kind: Likeness,
    idsConflict: Type.Boolean({ description: 'they have different arXiv ids, or different DOIs' }),
    papers: Type.Array(Type.Object({ id: Type.String(), title: Type.String(), arxivId: Known, doi: Known }), {
      minItems: 2,
      maxItems: 2,
    }),
  },
  { $id: 'NearDuplicate' },
)
export type NearDuplicate = Static<typeof NearDuplicate>
