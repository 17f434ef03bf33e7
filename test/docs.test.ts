import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parseAllDocuments } from 'yaml'

const root = join(import.meta.dirname, '..')
const exclude = (path: string) => path.includes('node_modules')
const pages = [
  ...globSync('*.md', { cwd: root }),
  ...globSync('{packages,services,infra,test}/**/*.md', { cwd: root, exclude }),
  ...globSync('docs/**/*.md', { cwd: root }),
].sort()
/** Compiled and run as one program: test/clients/client-package.test.ts */
const ONE_PROGRAM = 'packages/client/README.md'
const SHORTEST_PAGE = 400
/** Its list is that of the folder. */
const DECISIONS = 'docs/decisions/'
const LINK = /\]\(([^)\s]+)\)/g
const FENCED = /^```[\s\S]*?^```$/gm
const FENCE = /^```(.*)\n([\s\S]*?)^```$/gm
/** Files that commands write, and under which name a program is put down. */
const WRITTEN = /(?:>{1,2}|tee) (\w[\w-]*\.\w+)/g
const PROGRAM = /^(?:\/\/|#) ([\w.-]+)\n/g
const NAMED_PATH = /`((?:packages|services|test|infra|docs|seeds)\/[\w./-]+)`/g
const NAMED_ROUTE = /`(GET|POST|PUT|DELETE) (\/[^`\s?#]*)/g

const textOf = (page: string) => readFileSync(join(root, page), 'utf8')
const withoutCode = (page: string) => textOf(page).replace(FENCED, '')
const linksOf = (page: string) => [...withoutCode(page).matchAll(LINK)].map(([, target = '']) => target)
const fencesOf = (page: string) =>
  [...textOf(page).matchAll(FENCE)].map(([, kind = '', code = '']) => ({ kind, code }))

/** Headings as GitHub names them in addresses. */
function anchors(text: string): string[] {
  return [...text.replace(FENCED, '').matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replace(/\s/g, '-'),
  )
}

/** The page of this repository that a link leads to, or null. */
function targetOf(page: string, link: string): string | null {
  if (/^[a-z]+:/.test(link)) return null
  const [path = ''] = link.split('#')
  return path === '' ? page : normalize(join(dirname(page), path))
}

describe.each(pages)('%s', (page) => {
  test('has a title and says something', () => {
    const text = textOf(page).replace(/^<!--.*-->\s*/, '')
    expect(text).toMatch(/^# \S/)
    expect(text.length).toBeGreaterThan(SHORTEST_PAGE)
  })

  test('every link leads somewhere', () => {
    const broken = linksOf(page).filter((link) => {
      const target = targetOf(page, link)
      if (target === null) return !/^https:\/\/[\w-]+(\.[\w-]+)+(\/\S*)?$/.test(link)
      if (!existsSync(join(root, target))) return true
      const [, anchor] = link.split('#')
      return anchor !== undefined && !anchors(textOf(target)).includes(anchor)
    })
    expect(broken).toEqual([])
  })

  test('every path and route it names is there', () => {
    const text = textOf(page)
    const paths = [...text.matchAll(NAMED_PATH)].map(([, path = '']) => path)
    expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([])
    const routes = [...text.matchAll(NAMED_ROUTE)].map(([, method = '', path = '']) =>
      routeName(method, path),
    )
    expect(routes.filter((name) => !knownRoutes.includes(name))).toEqual([])
  })

  test('its commands are run by a test, or say that they run elsewhere', () => {
    const kinds = page === ONE_PROGRAM ? ['ts', 'html'] : ['ts runnable', 'python runnable']
    const known = ['sh runnable', 'sh elsewhere', 'json', 'yaml', 'ini', 'text', ...kinds]
    expect(fencesOf(page).filter(({ kind }) => !known.includes(kind))).toEqual([])
  })

  test('its JSON and YAML can be read', () => {
    for (const { kind, code } of fencesOf(page)) {
      if (kind === 'json') expect(() => JSON.parse(code), code).not.toThrow()
      if (kind === 'yaml') for (const { errors } of parseAllDocuments(code)) expect(errors, code).toEqual([])
    }
  })

  test('every script that it calls is there', () => {
    const called = [...textOf(page).matchAll(/npm run (?:-s )?([\w:-]+)/g)].map(([, name = '']) => name)
    const { scripts } = JSON.parse(textOf('package.json'))
    expect(called.filter((name) => !(name in scripts))).toEqual([])
  })
})

const routeName = (method: string, path: string) => `${method} ${path.replace(/\{[^}]*\}/g, '{}')}`
const { paths } = JSON.parse(textOf('docs/openapi.json')) as { paths: Record<string, object> }
const knownRoutes = Object.entries(paths).flatMap(([path, methods]) =>
  Object.keys(methods).map((method) => routeName(method.toUpperCase(), path)),
)

test('every page with runnable commands is run', () => {
  const runnable = pages.filter((page) => fencesOf(page).some(({ kind }) => kind.endsWith('runnable')))
  const run = [...textOf('test/e2e/readme.e2e.test.ts').matchAll(/runPage\(system, '([^']+)'\)/g)]
  expect(run.map(([, page]) => page).sort()).toEqual(runnable)
})

test('what readers of a page write into this folder is ignored by git', () => {
  const runnable = pages.flatMap((page) => fencesOf(page)).filter(({ kind }) => kind.endsWith('runnable'))
  const written = runnable.flatMap(({ kind, code }) =>
    [...code.matchAll(kind.startsWith('sh') ? WRITTEN : PROGRAM)].map(([, name = '']) => name),
  )
  expect(written).toEqual(expect.arrayContaining(['example.jsonl', 'search.ts', 'search.py']))
  const ignored = textOf('.gitignore').split('\n')
  expect(written.filter((name) => !ignored.includes(`/${name}`))).toEqual([])
})

test('every page is reached from the README', () => {
  const seen = new Set(['README.md'])
  // A set gives what is added while it is walked too.
  for (const page of seen)
    for (const link of linksOf(page)) {
      const target = targetOf(page, link)
      const reached =
        target === DECISIONS ? (it: string) => it.startsWith(DECISIONS) : (it: string) => it === target
      for (const it of pages.filter(reached)) seen.add(it)
    }
  expect(pages.filter((page) => !seen.has(page))).toEqual([])
})

test('every alert leads to a heading that says what to do', () => {
  const runbooks = [...textOf('infra/prometheus/alerts.yml').matchAll(/runbook: (\S+)#(\S+)/g)]
  expect(runbooks.length).toBeGreaterThan(5)
  for (const [, page = '', heading] of runbooks) expect(anchors(textOf(page))).toContain(heading)
})

test('every decision says what was before, what is now, and what holds it', () => {
  const decisions = pages.filter((page) => page.startsWith(DECISIONS))
  expect(decisions.length).toBeGreaterThanOrEqual(5)
  for (const page of decisions) {
    const text = textOf(page)
    expect(text, page).toMatch(/^# \d{4} – /)
    for (const part of ['**Before.**', '**Now.**', '**Held by**']) expect(text, page).toContain(part)
  }
})
