import { readFileSync } from 'node:fs'
import { createBullBoard } from '@bull-board/api'
import { FastifyAdapter } from '@bull-board/fastify'
import type { BoardQueue } from '@paperboy/queue'
import { AppError } from '@paperboy/service-kit'
import type { FastifyPluginAsync } from 'fastify'
import type { Site } from '../layout.ts'
import { sendErrorPage } from '../send-error-page.ts'

const PATH = '/operator/queues'
/** The one style that its parts put into the page; it hides scroll bars. */
const SCROLL_BARS = "'sha256-r2N1TB/gHbBtBZFKg7ejmq1acVSREzucTAEw6ga4hoU='"
/** On its page alone: ours, and what its `<base>` and that style need. */
const POLICY = `default-src 'none'; style-src 'self' ${SCROLL_BARS}; img-src 'self'; script-src 'self'; connect-src 'self'; base-uri 'self'; form-action 'none'; frame-ancestors 'none'`
const OURS = `<link rel="stylesheet" href="${PATH}/ours.css"><script type="module" src="${PATH}/ours.js"></script>`
const ITS_PAGE = '<script id="__UI_CONFIG__"'
const NO_SCRIPT = `<noscript><p>This room needs JavaScript. The <a href="/operator/queue">Queue</a> has what matters without.</p></noscript>`

const ours = [
  ['ours.js', 'text/javascript; charset=utf-8', new URL('../scripts/board.js', import.meta.url)],
  ['ours.css', 'text/css; charset=utf-8', new URL('../styles/board.css', import.meta.url)],
] as const

type Deps = { boardQueues: () => Promise<BoardQueue[]>; site: Site }

/** Bull Board, behind the operators' door. It reads; what an operator does to jobs is done in the Queue room. */
export const boardRoutes: FastifyPluginAsync<Deps> = async (app, { boardQueues, site }) => {
  const serverAdapter = new FastifyAdapter()
  const board = createBullBoard({
    queues: [],
    serverAdapter,
    options: {
      uiConfig: {
        boardTitle: 'Paperboy',
        favIcon: { default: '/favicon.ico', alternative: '/favicon.ico' },
        miscLinks: [{ text: 'Back to the house', url: '/operator/queue' }],
        hideDocsLink: true,
        hideRedisDetails: true,
      },
    },
  })
  // The queues are opened when somebody looks: the gateway starts also while their backend is away.
  let opening: Promise<void> | undefined
  const open = () => {
    opening ??= boardQueues().then(
      (queues) => board.replaceQueues(queues),
      (error) => {
        opening = undefined
        throw error
      },
    )
    return opening
  }
  // What is thrown within its scope is answered by its own handler, which tells internals: not so here.
  serverAdapter.setErrorHandler((err) => {
    app.log.error({ err }, 'Bull Board failed')
    return { status: 500, body: { error: 'Something went wrong on our side.' } }
  })
  app.addHook('onRequest', async (request, reply) => {
    try {
      if (request.method !== 'GET' && request.method !== 'HEAD')
        throw new AppError('METHOD_NOT_ALLOWED', 'Bull Board only looks here. Act in /operator/queue.')
      await open()
    } catch (error) {
      await sendErrorPage(site, error, request, reply)
    }
  })
  app.addHook('onSend', async (_request, reply, payload) => {
    if (typeof payload !== 'string' || !payload.includes(ITS_PAGE)) return
    reply.header('content-security-policy', POLICY)
    return withoutInline(payload)
  })
  for (const [path, type, file] of ours) {
    const content = readFileSync(file, 'utf8')
    app.get(`${PATH}/${path}`, { schema: { hide: true } }, (_request, reply) =>
      reply.type(type).send(content),
    )
  }
  serverAdapter.setBasePath(PATH)
  await app.register(serverAdapter.registerPlugin(), { prefix: PATH })
}

/** Its page while it loads: inline styles are not applied here, and nothing comes from another host. */
export function withoutInline(page: string): string {
  return page
    .replace(/<link[^>]+href="https?:[^>]*>/g, '')
    .replace(/<style>[\s\S]*?<\/style>/g, '')
    .replace(/ style="[^"]*"/g, '')
    .replace('</body>', `${NO_SCRIPT}${OURS}</body>`)
}
