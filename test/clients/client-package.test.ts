import { execFile } from 'node:child_process'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type System, startEmbedded } from '../e2e/system.ts'
import { onAnotherSite } from './page-of-another-site.ts'

const run = promisify(execFile)
const ROOT = join(import.meta.dirname, '..', '..')
const CLIENT = join(ROOT, 'packages', 'client')
const TSC = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc')
const INSTALL_MS = 300_000
const CODE = /^```ts\n([\s\S]*?)^```$/gm
const IMPORT = /^import .*$/gm
const DUMP = `${JSON.stringify({
  title: 'Graph networks that fold newspapers',
  abstract: 'We fold.',
  arxivId: '2411.01234',
  codeUrls: ['https://github.com/example/fold'],
})}\n`

let system: System
/** An empty project that has installed what was packed. */
let folder: string
let packed: { name: string; files: { path: string }[] }

beforeAll(async () => {
  system = await startEmbedded()
  folder = join(system.folder, 'project')
  await mkdir(folder)
  const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', folder], { cwd: CLIENT })
  // One report for each package; newer versions of npm name it, older ones list it.
  const reports = JSON.parse(stdout) as Record<string, typeof packed>
  packed = Object.values(reports)[0] as typeof packed
  const tarball = (await readdir(folder)).find((name) => name.endsWith('.tgz')) ?? ''
  await writeFile(join(folder, 'package.json'), '{"private":true,"type":"module"}')
  await writeFile(join(folder, 'papers.jsonl'), DUMP)
  await run('npm', ['install', '--no-audit', '--no-fund', `./${tarball}`], { cwd: folder })
}, INSTALL_MS)
afterAll(() => system?.stop())

test('what is packed is built, described and free of the workspace', async () => {
  const paths = packed.files.map(({ path }) => path)
  expect(paths).toEqual(
    expect.arrayContaining(['README.md', 'LICENSE', 'package.json', 'dist/index.js', 'dist/index.d.ts']),
  )
  expect(paths.filter((path) => /^(src|pack)\/|test|(?<!\.d)\.ts$/.test(path))).toEqual([])
  const installed = join(folder, 'node_modules', '@paperboy', 'client')
  const manifest = JSON.parse(await readFile(join(installed, 'package.json'), 'utf8'))
  expect(manifest).toMatchObject({ name: '@paperboy/client', license: 'Apache-2.0' })
  expect(JSON.stringify(manifest)).not.toMatch(/workspace:|\.\/src|"private"/)
  for (const path of paths.filter((name) => name.startsWith('dist/'))) {
    const text = await readFile(join(installed, path), 'utf8')
    expect(text, path).not.toMatch(/from ["'](?!\.\/[\w-]+\.js|openapi-fetch)[^"']*["']|["']node:/)
  }
})

test('packing leaves the workspace as it was', async () => {
  const manifest = JSON.parse(await readFile(join(CLIENT, 'package.json'), 'utf8'))
  expect(manifest.exports).toEqual({ '.': './src/index.ts' })
  expect(manifest.scripts).toHaveProperty('prepack')
  expect(await readdir(CLIENT)).not.toContain('dist')
})

describe('the examples of its page', () => {
  beforeAll(async () => {
    const text = await readFile(join(CLIENT, 'README.md'), 'utf8')
    const code = [...text.matchAll(CODE)].map(([, block]) => block).join('\n')
    const imports = new Set(code.match(IMPORT))
    const program = `${[...imports].join('\n')}\n${code.replace(IMPORT, '')}`
    await writeFile(join(folder, 'examples.ts'), program.replaceAll('http://127.0.0.1:3000', system.url))
    await run('npm', ['install', '--no-audit', '--no-fund', '@types/node@24.19.2'], { cwd: folder })
  }, INSTALL_MS)

  test.each([
    ['nodenext', 'nodenext'],
    ['esnext', 'bundler'],
  ])('compile as module %s, resolved by %s', async (module, moduleResolution) => {
    const out = moduleResolution === 'nodenext' ? ['--outDir', 'out'] : ['--noEmit']
    const strict = ['--strict', '--exactOptionalPropertyTypes', '--target', 'es2022', '--types', 'node']
    const given = ['--module', module, '--moduleResolution', moduleResolution, ...strict, ...out]
    const end = await run(process.execPath, [TSC, ...given, 'examples.ts'], { cwd: folder }).catch(
      (error) => error,
    )
    expect(end.stdout).toBe('')
  })

  test('run on a gateway', async () => {
    const env = { PATH: process.env.PATH, OPERATOR_KEY: system.operatorKey }
    const { stdout } = await run(process.execPath, ['out/examples.js'], { cwd: folder, env })
    expect(stdout).toContain('0 papers, the best: undefined')
    expect(stdout).toMatch(/done \{\s+records: 1,\s+created: 1,/)
    expect(stdout).toContain('There is no paper')
  })
})

test('a page of another site reads with it, and is told what is wrong', async () => {
  const seen = await onAnotherSite(
    folder,
    `import { ApiError, createClient } from '@paperboy/client'
     const paperboy = createClient({ url: '${system.url}', key: 'the-key-of-a-client' })
     const exported = []
     for await (const paper of paperboy.export()) exported.push(paper.title)
     const fault = await paperboy.paper('no-such-paper').catch((error) => error)
     const { data } = await paperboy.rest.GET('/v1/papers/{id}.bib', { params: { path: { id: '2411.01234' } }, parseAs: 'text' })
     const refused = await paperboy.subscribe({ email: 'a@example.org' }).catch((error) => error)
     globalThis.seen = { exported, instance: fault instanceof ApiError, fault: { ...fault }, data, refused: refused.code }`,
  )
  expect(seen).toMatchObject({
    exported: ['Graph networks that fold newspapers'],
    instance: true,
    fault: { code: 'NOT_FOUND', status: 404, requestId: expect.any(String) },
    data: expect.stringMatching(/^@\w+\{/),
    // Only reading is open to other sites.
    refused: 'UNREACHABLE',
  })
})

test('a wrong call does not compile', async () => {
  const wrong = `import { createClient } from '@paperboy/client'\nawait createClient({ url: '' }).search({ sort: 'best' })\n`
  await writeFile(join(folder, 'wrong.ts'), wrong)
  const given = ['--module', 'nodenext', '--strict', '--noEmit', 'wrong.ts']
  const end = await run(process.execPath, [TSC, ...given], { cwd: folder }).catch((error) => error)
  expect(end.stdout).toMatch(/wrong\.ts\(2,\d+\): error .*"best"/)
})
