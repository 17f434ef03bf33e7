import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { FastifyInstance } from 'fastify'

export type Assets = {
  stylesheet: string
  icon: string
  script: string
  /** The picture beside a link that somebody shares; card.svg, drawn by a browser at 1200 by 630 pixels. */
  card: string
  /** Only for the operators' pages, beside the others. */
  house: { stylesheet: string; script: string }
}

/** In the order in which they build on each other. */
const styles = ['base', 'frame', 'search', 'content', 'paper', 'feeds', 'forms', 'media']
const houseStyles = ['house', 'tables', 'charts', 'house-media']
const scripts = [
  new URL('./scripts/subscribe.js', import.meta.url),
  new URL('./scripts/keys.js', import.meta.url),
  new URL('./scripts/more.js', import.meta.url),
  new URL('./scripts/copy.js', import.meta.url),
  new URL('./scripts/complete.js', import.meta.url),
  new URL('./scripts/search.js', import.meta.url),
]
const houseScript = new URL('./scripts/house.js', import.meta.url)
const LINE_BREAK = Buffer.from('\n')
const YEAR = 'public, max-age=31536000, immutable'

/** Serves style sheets, icon and scripts under names that hold their hash, so browsers keep them for ever. */
export function serveAssets(app: FastifyInstance): Assets {
  const types = {
    css: 'text/css; charset=utf-8',
    js: 'text/javascript; charset=utf-8',
    svg: 'image/svg+xml',
    png: 'image/png',
  }
  const asset = (name: string, ending: keyof typeof types, files: URL[]) => {
    const content = Buffer.concat(files.flatMap((file) => [readFileSync(file), LINE_BREAK]).slice(0, -1))
    const path = `/assets/${name}-${hash(content)}.${ending}`
    app.get(path, { schema: { hide: true } }, (_request, reply) =>
      reply.type(types[ending]).header('cache-control', YEAR).send(content),
    )
    return path
  }
  const icon = asset('icon', 'svg', [new URL('./icon.svg', import.meta.url)])
  // Browsers and mail programs ask for it by this name without being told.
  app.get('/favicon.ico', { schema: { hide: true } }, (_request, reply) => reply.redirect(icon, 302))
  return {
    icon,
    card: asset('card', 'png', [new URL('./card.png', import.meta.url)]),
    stylesheet: asset('site', 'css', styles.map(styleSheet)),
    script: asset('site', 'js', scripts),
    house: {
      stylesheet: asset('house', 'css', houseStyles.map(styleSheet)),
      script: asset('house', 'js', [houseScript]),
    },
  }
}

function styleSheet(name: string): URL {
  return new URL(`./styles/${name}.css`, import.meta.url)
}

function hash(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex').slice(0, 12)
}
