import { describe, expect, test } from 'vitest'
import { findLinks, httpUrl } from './links.ts'

describe('findLinks', () => {
  test.each([
    ['Code: https://github.com/a/b.', ['https://github.com/a/b']],
    ['(see https://a.org/x_(y), https://b.org/z)', ['https://a.org/x_(y)', 'https://b.org/z']],
    ['at \\url{https://github.com/Emergence/Agent-E}.', ['https://github.com/Emergence/Agent-E']],
    ['\\href{https://a.org/p\\_q}{here}', ['https://a.org/p_q']],
    [
      '"https://a.org/x"; \'https://b.org/y\': https://c.org/z]',
      ['https://a.org/x', 'https://b.org/y', 'https://c.org/z'],
    ],
    [
      'https://bücher.example/ß und http://例え.jp/パス。',
      ['https://bücher.example/ß', 'http://例え.jp/パス'],
    ],
    ['https://a.org/x,https://b.org/y', ['https://a.org/x', 'https://b.org/y']],
    ['HTTPS://GitHub.com/A/B and https://github.com/A/B/', ['https://github.com/A/B']],
    ['at https: //github.com/a/b.', ['https://github.com/a/b']],
    ['at github.com/a/b), www.github.com/c/d', ['https://github.com/a/b', 'https://www.github.com/c/d']],
    ['javascript:alert(1) ftp://a.org/x http://u:p@a.org/x http://localhost/x https://', []],
    ['evil-github.com/a/b git@github.com/a/b x.org/github.com/a/b', []],
    [
      'https://web.archive.org/web/2020/https://a.org/x',
      ['https://web.archive.org/web/2020/https://a.org/x'],
    ],
  ])('%s', (text, links) => {
    expect(findLinks(text).links).toEqual(links)
  })

  test.each([
    'https://github.com/a/b',
    'https://gitlab.com/a/b/-/tree/main',
    'https://bitbucket.org/a/b',
    'https://codeberg.org/a/b',
    'https://huggingface.co/a/b',
    'https://huggingface.co/datasets/a/b',
    'https://huggingface.co/spaces/a/b',
    'https://gist.github.com/a/1',
  ])('%s is code', (url) => {
    expect(findLinks(url).codeUrls).toEqual([url])
  })

  test.each([
    'https://a.github.io/b',
    'https://github.com.evil.com/a/b',
    'https://github.com/',
    'https://notgithub.com/a/b',
    'https://huggingface.co/papers/2601.15621',
    'https://huggingface.co/a',
    'https://a.org/?u=github.com/a/b',
  ])('%s is no code', (url) => {
    expect(findLinks(url)).toEqual({ links: [url], codeUrls: [] })
  })

  test('takes time in proportion to the text', () => {
    const start = performance.now()
    findLinks('https://a.org/('.repeat(1_300))
    findLinks(`https://a.org/${')'.repeat(20_000)}`)
    findLinks('github.com/'.repeat(1_800))
    expect(performance.now() - start).toBeLessThan(1_000)
  })
})

test.each([
  'javascript:alert(1)',
  'data:text/html,x',
  '//a.org/x',
  'https://u@a.org/',
  'https://a b.org/',
  'https://a.org\\@b.org/',
])('%s may not stand in a page', (text) => {
  expect(httpUrl(text)).toBeNull()
})
