import type { SourceEntry } from '@paperboy/contracts'
import { describe, expect, test } from 'vitest'
import { openDump } from './open-dump.ts'

async function* bytesOf(text: string) {
  yield Buffer.from(text)
}
async function open(text: string, day = '2026-11-24') {
  const dump = await openDump(bytesOf(text), { format: 'auto', maxInflatedBytes: 1e9, day })
  return { name: dump.format.name, date: dump.statedDate, entries: await Array.fromAsync(dump.entries) }
}
const facts = (entries: SourceEntry[]) =>
  entries.map((entry) => {
    if (entry.kind !== 'record') return entry.kind === 'reject' ? entry.code : entry.kind
    const { title, abstract, ids, upvotes, codeUrls, publishedAt, extra } = entry
    return { title, abstract, ids, upvotes, codeUrls, publishedAt, ...extra }
  })

const one = 'We study how small models read long texts, and show that much less is enough. Our method wins.'
const two =
  'Robots fall. In this paper, we let them fall more often and learn from it. Results are on the site.'
const first = {
  ...{ title: 'Small Models Read Long Texts', abstract: one, ids: ['2510.00001'], upvotes: 117 },
  ...{
    codeUrls: ['https://github.com/acme/small'],
    publishedAt: '2025-10-04',
    stars: 11_300,
    authorsCount: 8,
  },
}
const second = {
  ...{
    title: 'Falling Robots: Learning from What Went Wrong',
    abstract: two,
    ids: ['2510.00002'],
    upvotes: 0,
  },
  ...{ codeUrls: undefined, publishedAt: '2025-10-02', authorsCount: 3 },
}
const top = `Trending Papers - Hugging Face
new
Get trending papers in your email inbox once a day!
Get trending papers in your email inbox!
[Subscribe](https://huggingface.co/login?next=%2Fpapers)
# Trending Papers
## by [AK](https://huggingface.co/akhaliq) and the research community
`

const paper = (p: typeof first | typeof second, published: string) => `
Submitted by

[image]

someone

### [${p.title}](https://huggingface.co/papers/${p.ids[0]})

${p.abstract}

- ${p.authorsCount} authors

· ${published}

[Upvote

${p.upvotes || '-'}](https://huggingface.co/login?next=%2Fpapers%2F${p.ids[0]})
${'stars' in p ? '\n[GitHub 11.3k](https://github.com/acme/small) ' : '\n'}[arXiv Page](https://arxiv.org/abs/${p.ids[0]})
`

describe('the same two papers, captured by', () => {
  test('a tool that writes Markdown, each paper twice', async () => {
    const twice = (p: typeof first | typeof second, day: string) =>
      paper(p, `Published on ${day}`) + paper(p, day)
    const { name, entries } = await open(top + twice(first, 'Oct 4, 2025') + twice(second, 'Oct 2, 2025'))
    expect(name).toBe('captured-page')
    expect(facts(entries)).toEqual([first, second])
  })

  test('a tool that numbers its links', async () => {
    const { name, entries } = await open(`${top}
### [Small Models Read Long Texts][32]
${one}
- 8 authors
· Published on Oct 4, 2025
[Upvote 117][33]
[GitHub 11.3k][34] [arXiv Page][35]

### [Falling Robots: Learning from
  What Went Wrong][36]
${two}
- 3 authors
· Published on Oct 2, 2025
[Upvote -][37]

[32]: https://huggingface.co/papers/2510.00001
[33]: https://huggingface.co/login?next=%2Fpapers%2F2510.00001
[34]: https://github.com/acme/small
[35]: https://arxiv.org/abs/2510.00001
[36]: https://huggingface.co/papers/2510.00002
[37]: https://huggingface.co/login?next=%2Fpapers%2F2510.00002
`)
    expect(name).toBe('captured-page')
    expect(facts(entries)).toEqual([first, second])
  })

  test('a tool that writes each address on a line of its own', async () => {
    const { name, entries } = await open(`${top}
Small Models Read Long Texts
https://huggingface.co/papers/2510.00001

${one}

8 authors

Published on Oct 4, 2025

Upvote 117
https://huggingface.co/login?next=%2Fpapers%2F2510.00001

GitHub 11.3k
https://github.com/acme/small

Falling Robots: Learning from What Went Wrong
https://huggingface.co/papers/2510.00002

${two}

3 authors

Published on Oct 2, 2025

Upvote -
https://huggingface.co/login?next=%2Fpapers%2F2510.00002
`)
    expect(name).toBe('captured-page')
    expect(facts(entries)).toEqual([first, second])
  })

  test('a tool that makes lists of links, with the title and the abstract as links', async () => {
    const { name, entries } = await open(`${top}
[117](https://huggingface.co/login?next=%2Fpapers%2F2510.00001)

[Small Models Read Long Texts](https://huggingface.co/papers/2510.00001)

[${one.replace(', and', ', and\\\\\n')}](https://huggingface.co/papers/2510.00001)

- [LINK: GitHub 11.3k](https://github.com/acme/small)
- [8 authors](https://huggingface.co/papers/2510.00001)
- Oct 4, 2025[6](https://huggingface.co/papers/2510.00001#community)

[-](https://huggingface.co/login?next=%2Fpapers%2F2510.00002)

[Falling Robots: Learning from What Went Wrong](https://huggingface.co/papers/2510.00002)

[${two}](https://huggingface.co/papers/2510.00002)

- [3 authors](https://huggingface.co/papers/2510.00002)
- Oct 2, 2025
`)
    expect(name).toBe('captured-page')
    expect(facts(entries)).toEqual([{ ...first, comments: 6 }, second])
  })
})

test('bold titles, classes, facts side by side and votes on a line of their own', async () => {
  const { entries } = await open(`${top}
### **[Small Models Read Long Texts](https://huggingface.co/papers/2510.00001)**

${one}

8 authors · Published on Oct 4, 2025

Upvote

117

[GitHub 11.3k](https://github.com/acme/small){.link .x}

### [Falling Robots: Learning from What Went Wrong](https://huggingface.co/papers/2510.00002){.title} {#x .y}

${two}

3 authors · Oct 2, 2025

Upvote
-
`)
  expect(facts(entries)).toEqual([first, second])
})

test('the label of the page is its day, and a date without a year the last such day before it', async () => {
  const page = `${top.replace('# Trending Papers', '# Daily Papers\n\nOct 2\n')}${paper(first, 'Oct 2')}${paper(second, 'Dec 9')}`
  const { date, entries } = await open(page)
  expect(date).toBe('2026-10-02')
  expect(entries).toMatchObject([{ publishedAt: '2026-10-02' }, { publishedAt: '2025-12-09' }])
  expect(entries[1]).toMatchObject({ guesses: [expect.stringContaining('no year')] })
})

test('a title over two lines and a wrapped abstract are put together', async () => {
  const { entries } = await open(`${top}
### Small Models
  Read Long Texts

We study how small models read long
texts, and show that much less is enough. See
https://github.com/acme/small.
- 8 authors

### Falling Robots: Learning from What Went Wrong

${two}
- 3 authors
`)
  const abstract =
    'We study how small models read long texts, and show that much less is enough. See https://github.com/acme/small.'
  expect(entries).toMatchObject([
    { title: first.title, abstract },
    { title: second.title, abstract: two },
  ])
})

test('a title without an abstract is a reject at its line, and the next paper is whole', async () => {
  const empty = paper(
    { ...second, title: 'A Paper of Which Nothing Is Said', abstract: '', ids: ['2510.00009'] },
    'Oct 3, 2025',
  )
  const { entries } = await open(top + paper(first, 'Oct 4, 2025') + empty + paper(second, 'Oct 2, 2025'))
  expect(facts(entries)).toEqual([first, 'MISSING_ABSTRACT', second])
})

test.each([
  [
    'a README',
    '# Tool\n\n## Install\n\n### [Docs](https://example.org)\n\nRun it. We like it.\n\n### Usage\n\nCall it.\n',
  ],
  [
    'a page about one paper',
    `# Notes\n\nSee [this](https://huggingface.co/papers/2510.00001), which is good.\n`,
  ],
  [
    'a web page',
    '<!doctype html><html><head><title>Shop</title></head><body><h3>Shoes</h3><p>We sell.</p></body></html>',
  ],
])('%s is refused', async (_name, text) => {
  await expect(open(text)).rejects.toMatchObject({ code: 'DUMP_FORMAT_UNKNOWN' })
})

test.each([
  ['brackets without an end', '['.repeat(400_000)],
  ['links that are not closed', '[a link\n'.repeat(40_000)],
  ['pictures that are not closed', '![a'.repeat(100_000)],
  ['escapes', '\\\\['.repeat(100_000)],
])('a page full of %s is read in time', { timeout: 5_000 }, async (_name, text) => {
  const { entries } = await open(
    `${top}${paper(first, 'Oct 4, 2025')}${paper(second, 'Oct 2, 2025')}\n${text}\n`,
  )
  expect(entries.length).toBeGreaterThanOrEqual(2)
})
