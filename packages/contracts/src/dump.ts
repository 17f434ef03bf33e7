import { type Static, Type } from 'typebox'

export const DumpStatus = Type.Union([
  Type.Literal('received'),
  Type.Literal('splitting'),
  Type.Literal('processing'),
  Type.Literal('done'),
  Type.Literal('failed'),
])
export type DumpStatus = Static<typeof DumpStatus>

/** records = created + updated + unchanged + rejected, at every moment for the chunks that are closed. */
export const DumpCounts = Type.Object({
  records: Type.Integer(),
  created: Type.Integer(),
  updated: Type.Integer(),
  unchanged: Type.Integer(),
  rejected: Type.Integer(),
  indexed: Type.Integer({
    description: 'distinct papers of the dump that are searchable in their present state',
  }),
})
export type DumpCounts = Static<typeof DumpCounts>

export const Dump = Type.Object(
  {
    id: Type.String(),
    parentId: Type.Optional(
      Type.Union([Type.String(), Type.Null()], { description: 'the archive that it came in' }),
    ),
    filename: Type.Union([Type.String(), Type.Null()]),
    sha256: Type.String(),
    bytes: Type.Integer(),
    format: Type.Union([Type.String(), Type.Null()]),
    date: Type.Union([Type.String(), Type.Null()]),
    status: DumpStatus,
    error: Type.Union([Type.Object({ code: Type.String(), message: Type.String() }), Type.Null()]),
    counts: DumpCounts,
    receivedAt: Type.String(),
    finishedAt: Type.Union([Type.String(), Type.Null()]),
    duplicate: Type.Optional(Type.Boolean()),
  },
  { $id: 'Dump' },
)
export type Dump = Static<typeof Dump>

export const Reject = Type.Object(
  {
    position: Type.String({ description: 'where in the dump: "line 17", "item 3"' }),
    code: Type.String(),
    reason: Type.String(),
    excerpt: Type.String(),
  },
  { $id: 'Reject' },
)
export type Reject = Static<typeof Reject>
