import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'

export type Assets = { stylesheet: string; icon: string; script: string }

/** In the order in which they build on each other. */
const styles = ['base', 'frame', 'content', 'forms']
const YEAR = 'public, max-age=31536000, immutable'

/** Serves style sheet, icon and script under names that hold their hash, so browsers keep them for ever. */
export function serveAssets(app: FastifyInstance): Assets {
  const css = styles.map((name) => read(`styles/${name}.css`)).join('\n')
  const svg = read('icon.svg')
  const js = readFileSync(new URL('./scripts/subscribe.js', import.meta.url), 'utf8')
  const assets = {
    stylesheet: `/assets/site-${hash(css)}.css`,
    icon: `/assets/icon-${hash(svg)}.svg`,
    script: `/assets/subscribe-${hash(js)}.js`,
  }
  serve(app, assets.stylesheet, { text: css, type: 'text/css; charset=utf-8' })
  serve(app, assets.script, { text: js, type: 'text/javascript; charset=utf-8' })
  serve(app, assets.icon, { text: svg, type: 'image/svg+xml' })
  // Browsers and mail programs ask for it by this name without being told.
  app.get('/favicon.ico', { schema: { hide: true } }, (_request, reply) => reply.redirect(assets.icon, 302))
  app.get('/robots.txt', { schema: { hide: true } }, (_request, reply) =>
    reply.type('text/plain; charset=utf-8').send('User-agent: *\nDisallow: /v1/\nDisallow: /*cursor=\n'),
  )
  return assets
}

function serve(app: FastifyInstance, path: string, { text, type }: { text: string; type: string }): void {
  app.get(path, { schema: { hide: true } }, (_request, reply) =>
    reply.type(type).header('cache-control', YEAR).send(text),
  )
}

function read(name: string): string {
  return readFileSync(join(import.meta.dirname, name), 'utf8')
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12)
}
