import fc from 'fast-check'
import { expect, test } from 'vitest'
import { anIssue, aPaper } from './an-issue.suite.ts'
import { smallerEncoding } from './encoded-size.ts'
import { renderIssue } from './render-issue.ts'

const many = (count: number, abstract: string) =>
  Array.from({ length: count }, (_, at) => aPaper({ id: `p${at}`, title: `Paper ${at}`, abstract }))

/** What a reader of the HTML sees, and which elements and addresses it has. */
function parsed(html: string) {
  const body = html.slice(html.indexOf('<body')).replace(/<!--[\s\S]*?-->/g, '')
  const tags = [...body.matchAll(/<([a-z0-9]+)/gi)].map(([, name]) => name?.toLowerCase())
  const links = [...body.matchAll(/(?:href|src)="([^"]*)"/g)].map(([, address]) => address ?? '')
  return { tags: new Set(tags), links, count: tags.length, text: unescaped(body.replace(/<[^>]*>/g, ' ')) }
}

function unescaped(text: string): string {
  const entities: Record<string, string> = { lt: '<', gt: '>', quot: '"', '#39': "'", amp: '&', nbsp: ' ' }
  return text.replace(/&(lt|gt|quot|#39|amp|nbsp);/g, (_, name: string) => entities[name] ?? '')
}

test('the subject says the day and how many', () => {
  expect(renderIssue(anIssue()).subject).toBe('Paperboy 2026-11-24: 1 new paper')
  const weekly = anIssue({ frequency: 'weekly', papers: many(12, 'x') })
  expect(renderIssue(weekly).subject).toBe('Paperboy weekly 2026-11-24: 12 new papers')
})

test('both parts show the paper, why it is there and its links', () => {
  const why = [{ kind: 'trending', rank: 3 } as const, { kind: 'search', query: 'author:"ada"' } as const]
  const { html, text } = renderIssue(anIssue({ papers: [aPaper({ why })] }))
  for (const part of [parsed(html).text, text]) {
    expect(part).toContain('Reading Books in Constant Memory')
    expect(part).toContain('#3 trending · matches “author:"ada"”')
    expect(part).toContain('Ada Lovelace, Grace Hopper')
  }
  const { papers, links } = anIssue()
  const addresses = [papers[0]!.pageUrl, papers[0]!.arxivUrl!, papers[0]!.codeUrl!, ...Object.values(links)]
  for (const address of addresses) {
    expect(parsed(html).links).toContain(address)
    expect(text.split('\n').map((line) => line.trim())).toContain(address)
  }
})

test('the text part is wrapped and numbered', () => {
  const { text } = renderIssue(anIssue({ papers: many(11, 'many words here '.repeat(40)) }))
  expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(76)
  expect(text).toMatch(/^11\. Paper 10$/m)
})

test('a text without spaces is wrapped too, with nothing added or lost', () => {
  const abstract = '大規模言語モデルの効率的な推論'.repeat(12)
  const { text } = renderIssue(anIssue({ papers: [aPaper({ abstract })] }))
  const lines = text.split('\n').filter((line) => line.includes('大') || line.includes('推'))
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(41)
  expect(lines.map((line) => line.trim()).join('')).toBe(abstract)
})

test('an abstract is cut after a word', () => {
  const { text } = renderIssue(anIssue({ papers: [aPaper({ abstract: 'seven77 '.repeat(100) })] }))
  expect(text).toMatch(/seven77…$/m)
  expect(text.match(/seven77/g)?.length).toBe(49)
})

test('no images, scripts, forms or remote styles, and it follows dark mode', () => {
  const { html } = renderIssue(anIssue())
  expect(html).not.toMatch(/<(img|script|form|iframe|link|object|video)\b|@import|url\(/i)
  expect(html).toContain('<meta name="color-scheme" content="light dark">')
  expect(html).toContain('@media (prefers-color-scheme: dark)')
})

const alphabets = [
  ['English', 'many words here '],
  ['Chinese', '大規模言語モデルの効率的な推論'],
  ['markup', '<b>"&\''],
  ['dots', '=.\n'],
]
test.each(alphabets)('100 papers with abstracts of 20,000 characters in %s stay below 100 kB', (_, unit) => {
  const abstract = unit.repeat(20_000 / unit.length + 1).slice(0, 20_000)
  const papers = many(100, abstract).map((paper) => ({ ...paper, title: abstract, authors: [abstract] }))
  const { html, text, subject } = renderIssue(anIssue({ papers }))
  expect(smallerEncoding([html, text]).bytes).toBeLessThan(95_000)
  expect(subject).toContain('100 new papers')
  expect(html.indexOf('/unsubscribe/TOKEN')).toBeLessThan(html.indexOf('class="title"'))
  const left = /(\d+) more papers on the web/.exec(html)?.[1]
  expect(html.match(/<h2/g)?.length).toBe(100 - Number(left))
})

const hostile = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  '=?utf-8?q?=3Cscript=3E?=',
  '{{= it.links.manage }} {{ } }} <%= 1 %> #{7*7}',
  '<mj-text>x</mj-text></td></table>',
  '<!--[if mso]> --> <![CDATA[',
  "' onmouseover='alert(1)",
  '&lt;script&gt; &amp; &#0;',
  '$& $1 $` \\u0041',
]
const hostileText = fc.oneof(
  fc.constantFrom(...hostile),
  fc.string({ unit: 'grapheme', minLength: 1 }),
  fc.string({ unit: 'binary', minLength: 1 }),
  fc
    .array(fc.constantFrom(...hostile, ' ', '\r\n', '\u202e', '\u0000'), { maxLength: 4 })
    .map((a) => a.join('')),
)

test('hostile titles, abstracts, names and queries come out as text', () => {
  const plain = parsed(
    renderIssue(anIssue({ papers: [aPaper({ why: [{ kind: 'search', query: 'q' }] })] })).html,
  )
  fc.assert(
    fc.property(hostileText, (text) => {
      const paper = aPaper({
        title: `T ${text}`,
        abstract: `A ${text}`,
        authors: [`N ${text}`],
        why: [{ kind: 'search', query: `Q ${text}` }],
      })
      const mail = renderIssue(anIssue({ papers: [paper] }))
      const { tags, links, count } = parsed(mail.html)
      expect([tags, links, count]).toEqual([plain.tags, plain.links, plain.count])
      expect(mail.text.split('\n').filter((line) => line.startsWith('http'))).toHaveLength(5)
      expect(mail.html + mail.text).not.toMatch(/(?!\n)[\p{Cc}\p{Bidi_Control}\u200b\ufeff]/u)
      expect(mail.subject).toBe('Paperboy 2026-11-24: 1 new paper')
    }),
  )
})

test.each(hostile)('%s is shown as it is written', (title) => {
  const { html, text } = renderIssue(anIssue({ papers: [aPaper({ title })] }))
  expect(text).toContain(`1. ${title}`)
  expect(parsed(html.replaceAll('&amp;#', '&amp;\u200d#')).text.replaceAll('\u200d', '')).toContain(title)
})

const badAddresses = [
  'javascript:alert(1)',
  ' JaVaScRiPt:x',
  'data:text/html,x',
  '//x.example',
  'https://a@b.example',
]
test.each(badAddresses)('%s is no link', (address) => {
  const paper = aPaper({ pageUrl: address, arxivUrl: address, codeUrl: address })
  const { html, text } = renderIssue(anIssue({ papers: [paper], moreUrl: address }))
  expect(html + text).not.toContain(address.trim())
  expect(html).toContain('Reading Books')
})

test('an address cannot end its attribute', () => {
  const codeUrl = 'https://x.example/"onclick="alert(1)'
  expect(renderIssue(anIssue({ papers: [aPaper({ codeUrl })] })).html).not.toContain('"onclick')
})

test('a date that is none is not put into a subject', () => {
  expect(() => renderIssue(anIssue({ date: '2026-11-24\r\nBcc: x@example.com' }))).toThrow(RangeError)
})
