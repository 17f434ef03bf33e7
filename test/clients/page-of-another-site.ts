import { once } from 'node:events'
import { createReadStream } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join, normalize } from 'node:path'
import { chromiumArguments } from '@paperboy/testkit'
import { chromium } from 'playwright-core'

const IMPORTS = {
  '@paperboy/client': '/node_modules/@paperboy/client/dist/index.js',
  'openapi-fetch': '/node_modules/openapi-fetch/dist/index.mjs',
}

/**
 * Runs `program`, a module, in Chromium on a page that the folder's own server sends: to the gateway it is another
 * site. Answers what the program puts into `globalThis.seen`.
 */
export async function onAnotherSite(folder: string, program: string): Promise<unknown> {
  const map = `<script type="importmap">${JSON.stringify({ imports: IMPORTS })}</script>`
  const page = `<!doctype html>${map}<script type="module">${program}</script>`
  const server = createServer(({ url = '/' }, response) => {
    if (url === '/') return void response.setHeader('content-type', 'text/html').end(page)
    const file = createReadStream(join(folder, normalize(url)))
    file.on('error', () => response.writeHead(404).end())
    file.pipe(response.setHeader('content-type', 'text/javascript'))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const executablePath = process.env.CHROMIUM_PATH ?? ''
  const browser = await chromium.launch({ executablePath, args: chromiumArguments })
  try {
    const tab = await browser.newPage()
    const faults: string[] = []
    tab.on('pageerror', ({ message }) => faults.push(message))
    await tab.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
    const seen = await tab.waitForFunction('globalThis.seen', null, { timeout: 20_000 }).catch((error) => {
      throw new Error(`The program did not end. ${faults.join(' ')}`, { cause: error })
    })
    return await seen.jsonValue()
  } finally {
    await browser.close()
    server.close()
  }
}
