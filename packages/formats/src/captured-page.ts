import type { SourceEntry } from '@paperboy/contracts'
import { collectPapers, type PagePaper } from './captured/collect-papers.ts'
import { type LogicalLine, logicalLines } from './captured/logical-lines.ts'
import { pageDate } from './captured/page-date.ts'
import type { Format, ReadContext, Sample } from './format.ts'
import { isBanner } from './page-furniture.ts'
import { type Line, readLines } from './read-lines.ts'
import { reject, truncated } from './reject.ts'

/**
 * The trending or daily page as capture tools give it: Markdown with headings and links, numbered
 * references, lists of links, or plain lines with each address on a line of its own.
 */
export const capturedPage = {
  name: 'captured-page',
  ranks: true,
  abstractRequired: true,
  detect,
  statedDate: (sample, { day }) => labelOf(sample.lines, day)?.day ?? null,
  read,
} as const satisfies Format

/** References stand at the end of a page, so it is read whole; a larger one piece by piece. */
const MAX_PAGE_CHARS = 16 * 1024 * 1024
const GUESSED_YEAR = 'A date has no year: the last such day up to the day of the page was taken.'
const GUESSED_LONGER =
  'The paper stands on the page twice with different abstracts: the longer one was taken.'

async function* read(input: AsyncIterable<Uint8Array>, context: ReadContext): AsyncGenerator<SourceEntry> {
  let lines: Line[] = []
  let chars = 0
  let cut: Line | null = null
  for await (const line of readLines(input)) {
    if (line.fault === 'cut') cut = line
    else if (line.fault === 'too-long') yield tooLong(line)
    else {
      lines.push(line)
      chars += line.text.length
    }
    if (chars < MAX_PAGE_CHARS) continue
    for (const entry of readPage(lines, context)) yield entry
    lines = []
    chars = 0
  }
  for (const entry of readPage(lines, context)) yield entry
  if (cut) yield truncated(`line ${cut.number}`, cut.text)
}

function tooLong(line: Line): SourceEntry {
  const reason = 'The line is longer than 4 MiB, which nothing on such a page is.'
  return reject(`line ${line.number}`, 'LINE_TOO_LONG', reason, line.text)
}

function readPage(lines: Line[], { day }: ReadContext): SourceEntry[] {
  const texts = lines.map(({ text }) => text)
  const shownOn = labelOf(texts, day)?.day ?? day
  return once(collectPapers(logicalLines(lines), { refs: references(texts), day: shownOn })).map(toEntry)
}

function references(lines: string[]): Map<string, string> {
  const found = lines.flatMap((line) => {
    const [, name, url] = /^\s{0,3}\[([^\]]{1,40})\]:\s+<?(https?:\/\/[^\s>]+)>?/.exec(line) ?? []
    return name && url ? [[name.toLowerCase(), url] as const] : []
  })
  return new Map(found)
}

/** The day that the page of a day shows above its papers. */
function labelOf(lines: string[], day: string) {
  const top = lines.slice(0, lines.findIndex((line) => /^#{3}\s/.test(line)) + 1 || 60)
  return top.map((line) => pageDate(line.trim(), day)).find((date) => date !== null) ?? null
}

type Kept = PagePaper & { guesses: string[] }

/** The page shows each paper twice in a row, once for phones. */
function once(papers: PagePaper[]): Kept[] {
  const kept: Kept[] = []
  for (const paper of papers) {
    const last = kept.at(-1)
    if (!last || !isSame(last, paper)) {
      kept.push({ ...paper, guesses: [] })
      continue
    }
    const longer = paper.abstract.length > last.abstract.length ? paper.abstract : last.abstract
    const isGuess = last.abstract !== '' && paper.abstract !== '' && last.abstract !== paper.abstract
    kept[kept.length - 1] = {
      ...{ ...last, abstract: longer, facts: { ...paper.facts, ...last.facts } },
      guesses: isGuess ? [...last.guesses, GUESSED_LONGER] : last.guesses,
    }
  }
  return kept
}

const letters = (title: string) =>
  title
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '')

function isSame(a: PagePaper, b: PagePaper): boolean {
  const [one, other] = [a.facts.arxivId, b.facts.arxivId]
  return one && other ? one === other : letters(a.title) === letters(b.title)
}

function toEntry({ line, title, abstract, facts, guesses }: Kept): SourceEntry {
  const position = `line ${line}`
  if (abstract === '') {
    const reason = 'A title without an abstract: another title follows it, or nothing that looks like one.'
    return reject(position, 'MISSING_ABSTRACT', reason, title)
  }
  const { arxivId, upvotes, codeUrl, date, ...more } = facts
  const all = [...guesses, ...(date?.yearGuessed ? [GUESSED_YEAR] : [])]
  return {
    ...{ kind: 'record', position, title, abstract },
    ...(arxivId && { ids: [arxivId], url: `https://huggingface.co/papers/${arxivId}` }),
    ...(codeUrl && { codeUrls: [codeUrl] }),
    ...(upvotes !== undefined && { upvotes }),
    ...(date && { publishedAt: date.day }),
    ...(all.length > 0 && { guesses: all }),
    ...(Object.keys(more).length > 0 && { extra: more }),
  }
}

const SURE = 0.97
const MIN_PAPERS = 2

function detect(sample: Sample): number {
  const numbered = sample.lines
    .map((text, index) => ({ text, number: index + 1 }))
    .filter(({ text }) => text.trim())
  if (/^\s*[<[{]\s*["[{!a-z]/i.test(sample.text.slice(0, 200)) && !/\]\(|\]\[/.test(sample.text)) return 0
  const isOfTheSite =
    sample.lines.some((line) => isBanner(line.replace(/^#+\s*/, ''))) || siteLinks(sample.text) >= MIN_PAPERS
  if (!isOfTheSite) return 0
  const lines: LogicalLine[] = logicalLines(numbered)
  const papers = collectPapers(lines, { refs: references(sample.lines), day: '2000-01-01' })
  return papers.filter(({ abstract }) => abstract !== '').length >= MIN_PAPERS ? SURE : 0
}

const siteLinks = (text: string) => text.match(/huggingface\.co\/papers\/\d{4}\.\d{4,5}/g)?.length ?? 0
