import type { FastifyPluginAsync } from 'fastify'
import { html, raw } from 'hono/html'
import type { DigestReader } from '../deps.ts'

const hide = { schema: { hide: true } }
/** The most that a sitemap may have. */
const DAYS = 50_000
const CLOSED = ['/v1/', '/operator', '/mail', '/confirm/', '/subscription/', '/unsubscribe/', '/*cursor=']

type Deps = { digests: Pick<DigestReader, 'list'>; publicUrl: string | undefined }

/** What search engines are told: where to look, where not, and the days there are. */
export const siteMapRoutes: FastifyPluginAsync<Deps> = async (app, { digests, publicUrl }) => {
  const originOf = (request: { protocol: string; host: string }) =>
    (publicUrl ?? `${request.protocol}://${request.host}`).replace(/\/$/, '')

  app.get('/robots.txt', hide, (request, reply) => {
    const lines = ['User-agent: *', ...CLOSED.map((path) => `Disallow: ${path}`)]
    return reply
      .type('text/plain; charset=utf-8')
      .send(`${lines.join('\n')}\n\nSitemap: ${originOf(request)}/sitemap.xml\n`)
  })

  app.get('/sitemap.xml', hide, async (request, reply) => {
    const days = await digests.list({ limit: DAYS - 1 })
    const origin = originOf(request)
    const newest = days[0]?.date
    const pages = [
      html`<url><loc>${origin}/</loc>${newest && html`<lastmod>${newest}</lastmod>`}</url>`,
      ...days.map(({ date }) => html`<url><loc>${origin}/digest/${date}</loc></url>`),
    ]
    const text = html`${raw('<?xml version="1.0" encoding="UTF-8"?>')}
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
${pages}
</urlset>
`
    return reply.type('application/xml; charset=utf-8').send(String(await text))
  })
}
