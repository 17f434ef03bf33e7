import { AppError } from '@paperboy/service-kit'
import { Type } from 'typebox'
import { isCalendarDay } from '../http/calendar-day.ts'
import { findPaper } from '../papers/find-paper.ts'
import { searchPapers } from '../papers/search-papers.ts'
import { similarPapers } from '../papers/similar-papers.ts'
import { type Tool, tool } from './tool.ts'
import { briefPaper, wholePaper } from './tool-paper.ts'

const strict = { additionalProperties: false } as const
const Id = Type.String({ minLength: 1, maxLength: 1_000, description: 'own id, arXiv id, or DOI' })
const Limit = Type.Integer({ minimum: 1, maximum: 50, default: 10 })
const Day = (description: string) => Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$', description })

const SearchInput = Type.Object(
  {
    query: Type.Optional(
      Type.String({
        maxLength: 500,
        description:
          'words, "exact phrase", -word, AND OR NOT, title: abstract: author: category: id:, prefix*; without it what is trending',
      }),
    ),
    sort: Type.Optional(
      Type.Unsafe<'relevance' | 'trending' | 'newest'>({
        type: 'string',
        enum: ['relevance', 'trending', 'newest'],
      }),
    ),
    from: Type.Optional(Day('first seen on this day or later, YYYY-MM-DD')),
    to: Type.Optional(Day('first seen on this day or earlier, YYYY-MM-DD')),
    hasCode: Type.Optional(Type.Boolean({ description: 'only papers with (true) or without (false) code' })),
    limit: Limit,
    cursor: Type.Optional(
      Type.String({ maxLength: 100_000, description: '`nextCursor` of the answer before' }),
    ),
  },
  strict,
)

const searchTool = tool(
  {
    name: 'search_papers',
    title: 'Search papers',
    description: 'Finds research papers, best first, or lists what is trending.',
  },
  SearchInput,
  async (deps, { query, ...given }) => {
    for (const name of ['from', 'to'] as const) checkDay(name, given[name])
    const page = await searchPapers(deps, { ...given, ...(query && { q: query }) })
    return {
      ...{ total: page.total, papers: page.items.map((paper) => briefPaper(paper, deps.base)) },
      ...{ nextCursor: page.nextCursor, ...(page.notice && { notice: page.notice }) },
    }
  },
)

const paperTool = tool(
  {
    name: 'get_paper',
    title: 'Read a paper',
    description: 'All that is known of one paper, with its whole abstract.',
  },
  Type.Object({ id: Id }, strict),
  async (deps, { id }) => ({ paper: wholePaper(await findPaper(deps.papers, id), deps.base) }),
)

const similarTool = tool(
  {
    name: 'similar_papers',
    title: 'Similar papers',
    description: 'Papers on the same matter as this one, best first.',
  },
  Type.Object({ id: Id, limit: Limit }, strict),
  async (deps, { id, limit }) => {
    const paper = await findPaper(deps.papers, id)
    const similar = await similarPapers(deps, paper.id, limit)
    return { papers: similar.map((it) => briefPaper(it, deps.base)) }
  },
)

const digestTool = tool(
  {
    name: 'get_digest',
    title: 'Papers of a day',
    description:
      'The papers of one day, the most talked about first; without a date those of the newest day.',
  },
  Type.Object({ date: Type.Optional(Day('YYYY-MM-DD, UTC')), limit: Limit }, strict),
  async (deps, given) => {
    checkDay('date', given.date)
    const date = given.date ?? (await deps.digests.list({ limit: 1 }))[0]?.date
    const papers = date ? await deps.digests.byDate(date, { limit: given.limit }) : null
    if (!date || !papers) throw new AppError('NOT_FOUND', `There is no digest of ${date ?? 'any day'}.`)
    return { date, papers: papers.map((paper) => briefPaper(paper, deps.base)) }
  },
)

export const tools: Tool[] = [searchTool, paperTool, similarTool, digestTool]

function checkDay(name: string, value: string | undefined): void {
  if (value === undefined || isCalendarDay(value)) return
  throw new AppError('BAD_REQUEST', `${name} must be a day of the calendar, written YYYY-MM-DD.`)
}
