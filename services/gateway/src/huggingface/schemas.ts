import { type Static, Type } from 'typebox'

const nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()])
const Hex24 = Type.String({ pattern: '^[0-9a-f]{24}$' })

export const HubUser = Type.Object({
  _id: Hex24,
  avatarUrl: Type.String(),
  fullname: Type.String(),
  name: Type.String(),
  user: Type.String({ description: 'the user name' }),
  type: Type.Literal('user'),
  isPro: Type.Boolean(),
  isHf: Type.Boolean(),
  isMod: Type.Boolean(),
})
export type HubUser = Static<typeof HubUser>

const Extras = {
  ai_summary: Type.Null(),
  ai_keywords: Type.Array(Type.String()),
  githubRepo: nullable(Type.String()),
  githubStars: Type.Null(),
  projectPage: nullable(Type.String()),
}

export const HubPaper = Type.Object({
  id: Type.String({ description: 'arXiv id, else the own id' }),
  title: Type.String(),
  summary: Type.String({ description: 'the abstract; empty where none is known' }),
  authors: Type.Array(Type.Object({ _id: Hex24, name: Type.String(), hidden: Type.Boolean() })),
  publishedAt: nullable(Type.String({ description: 'date of the paper itself' })),
  submittedOnDailyAt: Type.String({ description: 'the day of its digest' }),
  submittedOnDailyBy: HubUser,
  upvotes: Type.Integer(),
  discussionId: Hex24,
  ...Extras,
})
export type HubPaper = Static<typeof HubPaper>

export const HubItem = Type.Object(
  {
    paper: HubPaper,
    id: Type.String(),
    title: Type.String(),
    summary: Type.String(),
    upvotes: Type.Integer(),
    publishedAt: Type.String({ description: 'the day of its digest' }),
    submittedOnDailyAt: Type.String(),
    numComments: Type.Integer(),
    submittedBy: HubUser,
    thumbnail: Type.String(),
    isAuthorParticipating: Type.Boolean(),
    organization: Type.Null(),
    ...Extras,
  },
  { $id: 'HubItem' },
)
export type HubItem = Static<typeof HubItem>

export const HubPaperInfo = Type.Object(
  {
    ...HubPaper.properties,
    numComments: Type.Integer(),
    linkedModels: Type.Array(Type.Object({})),
    numTotalModels: Type.Integer(),
    linkedDatasets: Type.Array(Type.Object({})),
    numTotalDatasets: Type.Integer(),
    linkedSpaces: Type.Array(Type.Object({})),
  },
  { $id: 'HubPaperInfo' },
)
export type HubPaperInfo = Static<typeof HubPaperInfo>
