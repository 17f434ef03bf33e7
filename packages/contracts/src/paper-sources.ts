import { type Static, Type } from 'typebox'

const Known = Type.Union([Type.String(), Type.Null()])

/** A record that said something, and the dump that it stood in. */
export const FactSource = Type.Object({
  dumpId: Type.String(),
  filename: Known,
  format: Known,
  date: Type.String({ description: 'the day that the dump stood for' }),
  position: Type.String({ description: 'where in the dump' }),
  seenAt: Type.String(),
})
export type FactSource = Static<typeof FactSource>

export const FactOrigin = Type.Object({
  field: Type.String({
    description: 'the name of the field in a paper; one entry for each code URL, link and category',
  }),
  value: Type.String({ description: 'as text; authors joined by "; "' }),
  sayings: Type.Integer({
    description: 'how many of the different things that records said have this value',
  }),
  sources: Type.Array(FactSource, { description: 'where it stood first, at most five' }),
})
export type FactOrigin = Static<typeof FactOrigin>

/** Where the facts of a paper come from. */
export const PaperSources = Type.Object(
  {
    id: Type.String(),
    title: Type.String(),
    sayings: Type.Integer({ description: 'how many different things records said of the paper' }),
    complete: Type.Boolean({
      description: 'false: more was said, or there are more values, than are looked at here',
    }),
    facts: Type.Array(FactOrigin),
  },
  { $id: 'PaperSources' },
)
export type PaperSources = Static<typeof PaperSources>
