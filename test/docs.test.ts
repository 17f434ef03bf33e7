import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')
const pages = [
  'README.md',
  'CONTRIBUTING.md',
  'packages/client/README.md',
  ...globSync('docs/**/*.md', { cwd: root }).sort(),
]
const LINK = /\]\(([^)\s]+)\)/g
const FENCED = /^```[\s\S]*?^```$/gm
const NAMED_PATH = /`((?:packages|services|test|infra|docs|seeds)\/[\w./-]+)`/g

const textOf = (page: string) => readFileSync(join(root, page), 'utf8')

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

test.each(pages)('%s: every relative link leads somewhere', (page) => {
  const text = textOf(page).replace(FENCED, '')
  const broken = [...text.matchAll(LINK)].flatMap(([, target = '']) => {
    if (/^[a-z]+:/.test(target)) return []
    const [path = '', anchor] = target.split('#')
    const file = path === '' ? join(root, page) : join(root, dirname(page), path)
    if (!existsSync(file)) return [target]
    return anchor && !anchors(readFileSync(file, 'utf8')).includes(anchor) ? [target] : []
  })
  expect(broken).toEqual([])
})

test.each(pages)('%s: every path it names is there', (page) => {
  const named = [...textOf(page).matchAll(NAMED_PATH)].map(([, path = '']) => path)
  expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([])
})

test.each(pages)('%s: its commands are run by a test, or say that they run elsewhere', (page) => {
  const fences = [...textOf(page).matchAll(/^```(\w.*)$/gm)].map(([, language = '']) => language)
  expect(
    fences.filter((language) => language.startsWith('sh') && !/^sh (runnable|elsewhere)$/.test(language)),
  ).toEqual([])
  // The client's own page is compiled and run as one program: test/clients/client-package.test.ts
  if (page !== 'packages/client/README.md')
    expect(
      fences.filter((language) => /^(ts|python)/.test(language) && !language.endsWith(' runnable')),
    ).toEqual([])
})

test('every decision says what was before, what is now, and what holds it', () => {
  const decisions = pages.filter((page) => page.startsWith('docs/decisions/'))
  expect(decisions.length).toBeGreaterThanOrEqual(5)
  for (const page of decisions) {
    const text = textOf(page)
    expect(text, page).toMatch(/^# \d{4} – /)
    for (const part of ['**Before.**', '**Now.**', '**Held by**']) expect(text, page).toContain(part)
  }
})
