import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Paper } from '@paperboy/contracts'
import type { FastifyReply } from 'fastify'
import { Type } from 'typebox'
import type { Index, PaperReader } from '../deps.ts'
import { errors, ref, strict, textAnswer } from '../http/schemas.ts'
import { bibtex } from '../papers/bibtex.ts'
import { findPaper } from '../papers/find-paper.ts'
import { similarPapers } from '../papers/similar-papers.ts'

const DEFAULT_SIMILAR = 10

const params = Type.Object({
  id: Type.String({
    description: 'own id, arXiv id with or without version, or DOI; slashes may be encoded',
  }),
})
const SimilarQuery = Type.Object(
  { limit: Type.Integer({ minimum: 1, maximum: 50, default: DEFAULT_SIMILAR }) },
  strict,
)
const Similar = Type.Object({ items: Type.Array(ref(Paper)) })
const nothing = Type.Object({}, strict)

type Deps = { index: Pick<Index, 'similar'>; papers: PaperReader }

export const paperRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, deps) => {
  const tags = ['papers']
  const one = {
    operationId: 'getPaper',
    summary: 'One paper',
    tags,
    params,
    querystring: nothing,
    response: { 200: ref(Paper), ...errors(400, 404) },
  }
  app.get('/v1/papers/:id', { schema: one, config: { cached: true } }, (request) =>
    findPaper(deps.papers, request.params.id),
  )

  const similar = {
    operationId: 'listSimilarPapers',
    summary: 'Papers like this one, best first',
    tags,
    params,
    querystring: SimilarQuery,
    response: { 200: Similar, ...errors(400, 404) },
  }
  app.get('/v1/papers/:id/similar', { schema: similar, config: { cached: true } }, (request) =>
    similarTo(deps, request.params.id, request.query.limit),
  )

  const bib = {
    operationId: 'getPaperBibtex',
    summary: 'BibTeX of one paper',
    tags,
    params,
    querystring: nothing,
    response: { 200: textAnswer('application/x-bibtex', 'one @misc entry'), ...errors(400, 404) },
  }
  app.get('/v1/papers/:id.bib', { schema: bib }, (request, reply) => sendBib(deps, request.params.id, reply))

  await app.register(slashedReferences, deps)
}

/** Old arXiv ids and DOIs have slashes, which many clients do not encode. */
const slashedReferences: FastifyPluginAsyncTypebox<Deps> = async (app, deps) => {
  const schema = { hide: true, params: Type.Object({ '*': Type.String() }), querystring: SimilarQuery }
  app.get('/v1/papers/*', { schema }, async (request, reply) => {
    const path = request.params['*']
    if (path.endsWith('/similar'))
      return similarTo(deps, path.slice(0, -'/similar'.length), request.query.limit)
    if (path.endsWith('.bib')) return sendBib(deps, path.slice(0, -'.bib'.length), reply)
    return findPaper(deps.papers, path)
  })
}

async function similarTo(deps: Deps, reference: string, limit: number) {
  const { id } = await findPaper(deps.papers, reference)
  return { items: await similarPapers(deps, id, limit) }
}

async function sendBib(deps: Deps, reference: string, reply: FastifyReply): Promise<string> {
  const text = bibtex(await findPaper(deps.papers, reference))
  reply.type('application/x-bibtex; charset=utf-8')
  // A string that goes through a JSON serialiser would arrive in quotes.
  reply.serializer(String)
  return text
}
