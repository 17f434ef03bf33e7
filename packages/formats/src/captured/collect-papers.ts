import { abstractEvidence } from '../line-evidence.ts'
import { isFurniture } from './furniture.ts'
import { type Segment, segmentsOf } from './inline.ts'
import { type LineFacts, lineFacts, paperIdOf } from './line-facts.ts'
import type { LogicalLine } from './logical-lines.ts'

export type PagePaper = {
  line: number
  title: string
  abstract: string
  facts: LineFacts
  titled: 'heading' | 'link'
}

type Open = PagePaper & { titleOpen: boolean; abstractClosed: boolean }
type Page = { refs: ReadonlyMap<string, string>; day: string }

const HEADING = /^\s{0,3}(#{2,4})\s+(.*)$/
const MIN_TITLE_LETTERS = 6
const REPOSITORY_LINE = /^https?:\/\/(?:www\.)?(?:github|gitlab)\.com\/\S+$/i
const REPOSITORY_LABEL = /^\W*(?:link:\s*)?git(?:hub|lab)\b/i

/**
 * The papers of a captured page, in its order. A title is a heading, or a link to a paper's page; what
 * follows is its abstract, up to the first line of facts. Facts that name a paper by its address go to that
 * paper, also when they stand before its title.
 */
export function collectPapers(lines: LogicalLine[], page: Page): PagePaper[] {
  const papers: PagePaper[] = []
  const byId = new Map<string, LineFacts>()
  let open: Open | null = null
  let skip = 0
  const close = () => {
    if (open) papers.push(open)
    open = null
  }
  for (const line of labelled(lines, page.refs)) {
    if (line.text.trim() === '') continue
    if (/^submitted by\b/i.test(line.text.trim())) {
      skip = 2
      continue
    }
    if (isFurniture(line.text) || (skip > 0 && isSubmitter(line, page))) {
      skip -= 1
      continue
    }
    const segments = segmentsOf(withoutMarks(line.text), page.refs)
    const facts = lineFacts(segments, page.day)
    const heading = HEADING.exec(line.text)
    if (facts && !heading && !(open && isWithinAbstract(open, line))) {
      if (open) Object.assign(open, { titleOpen: false, abstractClosed: open.abstract !== '' })
      if (facts.arxivId) byId.set(facts.arxivId, { ...byId.get(facts.arxivId), ...facts })
      else if (open) open.facts = { ...open.facts, ...facts }
      continue
    }
    const title = titleOf(segments, heading !== null, open)
    if (title) {
      close()
      skip = 0
      open = { ...title, line: line.number, abstract: '', titleOpen: heading !== null, abstractClosed: false }
      continue
    }
    if (open) addText(open, line, segments)
  }
  close()
  return papers.map((paper) => withFactsOf(paper, byId))
}

/** An address in a wrapped abstract may fill a line. */
function isWithinAbstract(open: Open, line: LogicalLine): boolean {
  const isInText = open.abstract !== '' && !open.abstractClosed && !line.blankBefore
  return isInText && REPOSITORY_LINE.test(line.text.trim())
}

/** The login of who submitted the paper, and the picture before it. */
function isSubmitter(line: LogicalLine, page: Page): boolean {
  const segments = segmentsOf(line.text, page.refs)
  const text = segments.map((segment) => segment.text).join(' ')
  return !HEADING.test(line.text) && text.length <= 40 && !paperIn(segments)
}

/** A line followed by nothing but an address is the text of that link. */
function* labelled(lines: LogicalLine[], refs: ReadonlyMap<string, string>): Generator<LogicalLine> {
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at]
    const next = lines[at + 1]
    if (!line) continue
    if (next && /^upvotes?$/i.test(line.text.trim()) && /^(?:-|\d[\d,.]*k?)$/i.test(next.text.trim())) {
      yield { ...line, text: `Upvote ${next.text.trim()}` }
      at += 1
      continue
    }
    const address = next && /^<?(https?:\/\/[^\s<>]+)>?$/.exec(next.text.trim())?.[1]
    const isPlain = !HEADING.test(line.text) && segmentsOf(line.text, refs).every(({ url }) => url === null)
    const isLabel = isPlain && line.text.trim() !== '' && next?.blankBefore === false
    if (address && isLabel && (!REPOSITORY_LINE.test(address) || REPOSITORY_LABEL.test(line.text))) {
      yield { ...line, text: `[${line.text.trim().replace(/[[\]]/g, '\\$&')}](${address})` }
      at += 1
    } else yield line
  }
}

function withoutMarks(text: string): string {
  const plain = text.replace(/^\s{0,3}#{1,6}\s+/, '').replace(/^\s*[-*•]\s+(?=\[)/, '')
  return plain.replace(/^\*\*(\[.*\))\*\*$/, '$1')
}

function titleOf(
  segments: Segment[],
  isHeading: boolean,
  open: Open | null,
): Pick<PagePaper, 'title' | 'facts' | 'titled'> | null {
  const text = segments.map((segment) => segment.text).join(' ')
  if ((text.match(/\p{L}/gu)?.length ?? 0) < MIN_TITLE_LETTERS) return null
  const id = paperIn(segments)
  const facts = id ? { arxivId: id } : {}
  if (isHeading) return { title: text, facts, titled: 'heading' }
  const isLink = id && segments.every((segment) => segment.text === '' || segment.url !== null)
  // On a page whose titles are headings a link with words is an abstract, or of another part of the page.
  if (!isLink || open?.titled === 'heading') return null
  const isAbstract = open?.facts.arxivId === id && open.abstract === '' && text !== open.title
  return isAbstract || abstractEvidence(text) > 4 ? null : { title: text, facts, titled: 'link' }
}

const paperIn = (segments: Segment[]) =>
  segments.map(({ url }) => paperIdOf(url)).find((found) => found !== null)

function addText(open: Open, line: LogicalLine, segments: Segment[]): void {
  const text = segments.map((segment) => segment.text || segment.url || '').join(' ')
  const goesOn = open.titleOpen && !line.blankBefore && (line.indented || isRestOfTitle(text))
  if (goesOn) open.title = `${open.title} ${text}`
  else if (!open.abstractClosed) {
    open.titleOpen = false
    open.abstract = open.abstract === '' ? text : `${open.abstract} ${text}`
    const id = paperIn(segments)
    if (id && segments.length === 1) open.facts.arxivId ??= id
  }
}

const isRestOfTitle = (text: string) => text.length < 90 && abstractEvidence(text) < 0 && !/[.]$/.test(text)

function withFactsOf(paper: PagePaper, byId: Map<string, LineFacts>): PagePaper {
  const { arxivId } = paper.facts
  return arxivId ? { ...paper, facts: { ...paper.facts, ...byId.get(arxivId) } } : paper
}
