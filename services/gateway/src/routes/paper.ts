import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Paper } from '@paperboy/contracts'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Index, PaperReader } from '../deps.ts'
import { errors, ref, strict, textAnswer } from '../http/schemas.ts'
import { acceptedCitation } from '../papers/accepted-citation.ts'
import { type CitationFormat, citationFiles } from '../papers/citation-formats.ts'
import { CslItem } from '../papers/csl.ts'
import { findPaper } from '../papers/find-paper.ts'
import { similarPapers } from '../papers/similar-papers.ts'

const DEFAULT_SIMILAR = 10

const params = Type.Object({
  id: Type.String({
    description: 'own id, arXiv id with or without version, or DOI; slashes may be encoded',
    examples: ['2411.01234'],
  }),
})
const SimilarQuery = Type.Object(
  { limit: Type.Integer({ minimum: 1, maximum: 50, default: DEFAULT_SIMILAR }) },
  strict,
)
const Similar = Type.Object({ items: Type.Array(ref(Paper)) })
const nothing = Type.Object({}, strict)

const files: Record<string, { operationId: string; summary: string }> = {
  '.bib': { operationId: 'getPaperBibtex', summary: 'BibTeX of one paper' },
  '.ris': { operationId: 'getPaperRis', summary: 'RIS of one paper, for citation managers' },
  '.csl.json': { operationId: 'getPaperCsl', summary: 'CSL-JSON of one paper, for citation processors' },
}

type Deps = { index: Pick<Index, 'similar'>; papers: PaperReader }

export const paperRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, deps) => {
  const tags = ['papers']
  const one = {
    operationId: 'getPaper',
    summary: 'One paper',
    description:
      'With `Accept: application/x-bibtex`, `application/x-research-info-systems` or `application/vnd.citationstyles.csl+json` it is a citation.',
    tags,
    params,
    querystring: nothing,
    response: { 200: ref(Paper), ...errors(400, 404, 410) },
  }
  app.get('/v1/papers/:id', { schema: one, config: { cached: true } }, (request, reply) =>
    sendPaper(deps, request.params.id, { request, reply }),
  )

  const similar = {
    operationId: 'listSimilarPapers',
    summary: 'Papers like this one, best first',
    tags,
    params,
    querystring: SimilarQuery,
    response: { 200: Similar, ...errors(400, 404, 410) },
  }
  app.get('/v1/papers/:id/similar', { schema: similar, config: { cached: true } }, (request) =>
    similarTo(deps, request.params.id, request.query.limit),
  )

  for (const format of citationFiles) {
    const citation = {
      operationId: files[format.extension]?.operationId ?? '',
      summary: files[format.extension]?.summary ?? '',
      tags,
      params,
      querystring: nothing,
      response: { 200: citationAnswer(format), ...errors(400, 404, 410) },
    }
    app.get(`/v1/papers/:id${format.extension}`, { schema: citation }, (request, reply) =>
      sendCitation(deps, request.params.id, { format, reply }),
    )
  }

  await app.register(slashedReferences, deps)
}

/** Old arXiv ids and DOIs have slashes, which many clients do not encode. */
const slashedReferences: FastifyPluginAsyncTypebox<Deps> = async (app, deps) => {
  const schema = { hide: true, params: Type.Object({ '*': Type.String() }), querystring: SimilarQuery }
  app.get('/v1/papers/*', { schema }, async (request, reply) => {
    const path = request.params['*']
    if (path.endsWith('/similar'))
      return similarTo(deps, path.slice(0, -'/similar'.length), request.query.limit)
    const format = citationFiles.find(({ extension }) => path.endsWith(extension))
    if (format) return sendCitation(deps, path.slice(0, -format.extension.length), { format, reply })
    return sendPaper(deps, path, { request, reply })
  })
}

async function similarTo(deps: Deps, reference: string, limit: number) {
  const { id } = await findPaper(deps.papers, reference)
  return { items: await similarPapers(deps, id, limit) }
}

function citationAnswer({ type, extension }: CitationFormat) {
  if (extension !== '.csl.json') return textAnswer(type, 'one entry')
  return { description: 'a list of one item', content: { [type]: { schema: Type.Array(ref(CslItem)) } } }
}

type Exchange = { request: FastifyRequest; reply: FastifyReply }

/** JSON, or the citation that the client prefers. */
async function sendPaper(deps: Deps, reference: string, { request, reply }: Exchange): Promise<Paper> {
  reply.header('vary', 'accept')
  const paper = await findPaper(deps.papers, reference)
  const format = acceptedCitation(request)
  return format ? (citationText(paper, format, reply) as never) : paper
}

async function sendCitation(
  deps: Deps,
  reference: string,
  { format, reply }: { format: CitationFormat; reply: FastifyReply },
): Promise<never> {
  return citationText(await findPaper(deps.papers, reference), format, reply) as never
}

function citationText(paper: Paper, format: CitationFormat, reply: FastifyReply): string {
  reply.type(`${format.type}; charset=utf-8`)
  // A string that goes through a JSON serialiser would arrive in quotes.
  reply.serializer(String)
  return format.write(paper)
}
