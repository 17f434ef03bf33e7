import type { Paper } from '@paperboy/contracts'
import { AppError } from '@paperboy/service-kit'
import type { FastifyPluginAsync, FastifyRequest } from 'fastify'
import type { DigestReader, GatewayDeps, Index, PaperReader } from '../deps.ts'
import { baseUrl } from '../http/base-url.ts'
import { isCalendarDay } from '../http/calendar-day.ts'
import type { Operators } from '../http/operators.ts'
import { findPaper } from '../papers/find-paper.ts'
import { searchPapers } from '../papers/search-papers.ts'
import { similarPapers } from '../papers/similar-papers.ts'
import { followingDay } from './dates.ts'
import type { Day } from './day-links.ts'
import { daysPage } from './days-page.ts'
import { DIGEST_PAGE_SIZE, digestPage } from './digest-page.ts'
import { docsPage } from './docs-page.ts'
import { feedsPage } from './feeds-page.ts'
import { homePage } from './home-page.ts'
import type { Site } from './layout.ts'
import { readPageQuery, toPapersQuery } from './page-query.ts'
import { paperPath } from './paper-list.ts'
import { paperPage } from './paper-page.ts'
import { sendErrorPage } from './send-error-page.ts'
import { sendPage } from './send-page.ts'

const DAYS = 14
/** One newer day beside a day that is looked at, so that itself is in sight on a phone as well; then older ones. */
const NEWER_DAYS = 1
const ALL_DAYS = 1_000
const SIMILAR = 5
const MAX_PAGE = 10_000
const hide = { schema: { hide: true } }
const cached = { ...hide, config: { cached: true } }

type Deps = {
  papers: PaperReader
  digests: DigestReader
  index: Pick<Index, 'search' | 'similar'>
  appearances: GatewayDeps['appearances']
  site: Site
  operators: Pick<Operators, 'admit'>
}

/** The pages for people: rendered here, readable without scripts. Their errors are pages too. */
export const pageRoutes: FastifyPluginAsync<Deps> = async (app, deps) => {
  const { site } = deps
  app.setErrorHandler((error, request, reply) => sendErrorPage(site, error, request, reply))

  app.get('/', cached, async (request, reply) => {
    const query = readPageQuery(request.query)
    const [page, days] = await Promise.all([
      searchPapers(deps, toPapersQuery(query)),
      latestDays(deps, request),
    ])
    return sendPage(reply, homePage(site, { query, page, days }))
  })

  app.get('/papers/*', hide, async (request, reply) => {
    const reference = (request.params as { '*': string })['*']
    const paper = await findPaper(deps.papers, reference)
    if (paper.id !== reference) return reply.redirect(paperPath(paper.id), 302)
    const [similar, appearances, forOperator] = await Promise.all([
      similarIfThere(deps, paper.id, request),
      deps.appearances(paper.id).catch((err: unknown) => missing(request, err)),
      isOperator(deps, request),
    ])
    return sendPage(reply, paperPage(site, { paper, similar, appearances, forOperator }))
  })

  app.get('/digest/:date', cached, async (request, reply) => {
    const { date } = request.params as { date: string }
    const page = pageNumber((request.query as { page?: unknown }).page)
    const found = isCalendarDay(date) ? await digestOf(deps, date, page) : null
    if (!found)
      throw new AppError(
        'NOT_FOUND',
        `There are no papers of ${date.slice(0, 50)}${page > 1 ? ' on this page' : ''}.`,
      )
    return sendPage(
      reply,
      digestPage(site, { date, page, days: await daysAround(deps, date, request), ...found }),
    )
  })

  app.get('/days', cached, async (request, reply) => {
    const { before } = request.query as { before?: unknown }
    const until = typeof before === 'string' && isCalendarDay(before) ? before : null
    // One more than is shown tells whether there are older ones.
    const days = await deps.digests.list({ limit: ALL_DAYS + 1, ...(until && { before: until }) })
    return sendPage(
      reply,
      daysPage(site, { days: days.slice(0, ALL_DAYS), before: until, hasMore: days.length > ALL_DAYS }),
    )
  })

  app.get('/feeds', hide, (request, reply) => {
    const base = baseUrl(site.publicUrl, request)
    return sendPage(reply, feedsPage(site, { query: readPageQuery(request.query), base }))
  })

  app.get('/docs', hide, (_request, reply) => sendPage(reply, docsPage(site, app.swagger())))
}

async function digestOf({ digests }: Deps, date: string, page: number) {
  const offset = (page - 1) * DIGEST_PAGE_SIZE
  // One more than is shown tells whether there is a next page.
  const papers = await digests.byDate(date, { limit: DIGEST_PAGE_SIZE + 1, offset })
  if (!papers || papers.length === 0) return null
  return { papers: papers.slice(0, DIGEST_PAGE_SIZE), hasMore: papers.length > DIGEST_PAGE_SIZE }
}

/** Extras: a page without them is better than none. */
async function latestDays({ digests }: Deps, request: FastifyRequest): Promise<Day[]> {
  return digests.list({ limit: DAYS }).catch((err: unknown) => missing(request, err))
}

/** The day itself among its neighbours, however far away they are. */
async function daysAround({ digests }: Deps, date: string, request: FastifyRequest): Promise<Day[]> {
  const around = Promise.all([
    digests.list({ limit: NEWER_DAYS, after: date }),
    digests.list({ limit: DAYS - NEWER_DAYS, before: followingDay(date) }),
  ])
  return around.then((days) => days.flat()).catch((err: unknown) => missing(request, err))
}

async function similarIfThere(deps: Deps, id: string, request: FastifyRequest): Promise<Paper[]> {
  return similarPapers(deps, id, SIMILAR).catch((err: unknown) => missing(request, err))
}

/** A session that cannot be looked up now shows nothing more to anybody. */
async function isOperator({ operators }: Deps, request: FastifyRequest): Promise<boolean> {
  const operator = await operators.admit(request).catch((err: unknown) => {
    request.log.warn({ err }, 'page without what operators see')
    return null
  })
  return operator !== null
}

function missing(request: FastifyRequest, err: unknown): [] {
  request.log.warn({ err }, 'page without its extras')
  return []
}

function pageNumber(value: unknown): number {
  const page = Number(value ?? 1)
  return Number.isInteger(page) && page >= 1 && page <= MAX_PAGE ? page : 1
}
