import type { Segment } from './inline.ts'
import { type PageDate, pageDate } from './page-date.ts'

/** What a line around a paper says, other than its title and its abstract. */
export type LineFacts = {
  arxivId?: string
  upvotes?: number
  authorsCount?: number
  comments?: number
  stars?: number
  codeUrl?: string
  organization?: string
  date?: PageDate
}

const ARXIV_ID = String.raw`(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?\/\d{7})(?:v\d+)?`
const PAPER_URL = new RegExp(
  String.raw`(?:huggingface\.co\/papers\/|\/papers\/|arxiv\.org\/(?:abs|pdf)\/)${ARXIV_ID}`,
  'i',
)
const VOTE_URL = /\/login\?next=/i
const REPOSITORY = /^https?:\/\/(?:www\.)?(?:github|gitlab)\.com\/[^/\s]+\/[^/\s]+/i
const OWNER_URL = /^https?:\/\/huggingface\.co\/[\w.-]+\/?$/i
const COUNT = /^[^\p{L}\p{N}]*(?:upvotes?[^\p{L}\p{N}]*)?(-|\d[\d,.]*\s?k?)$/iu
const AUTHORS = /^[-*•·\s]*(\d[\d,]*)\s+authors?\b[.\s]*$/i
const GITHUB = /^(?:link:\s*)?git(?:hub|lab)\b\s*([\d.,]+\s?k?)?$/i

/** The arXiv id of the paper that an address of the site, or of arXiv, is about. */
export function paperIdOf(url: string | null): string | null {
  return url === null ? null : (PAPER_URL.exec(decoded(url))?.[1] ?? null)
}

function decoded(url: string): string {
  try {
    return decodeURIComponent(url)
  } catch {
    return url
  }
}

/** "131", "1,320", "11.3k"; "-" is none. */
function readCount(text: string): number {
  const number = Number(text.replace(/[,\sk]/gi, ''))
  return text === '-' ? 0 : Math.round(number * (/k$/i.test(text) ? 1_000 : 1))
}

/** Null when the line is not one of facts alone: then it is a title, an abstract, or something of the page. */
export function lineFacts(segments: Segment[], day: string): LineFacts | null {
  const facts: LineFacts = {}
  for (const segment of segments.flatMap(atDots)) {
    const found = segmentFacts(segment, day)
    if (!found) return null
    Object.assign(facts, found)
  }
  return segments.length > 0 ? facts : null
}

/** "8 authors · Oct 4, 2025" are two facts. */
function atDots(segment: Segment): Segment[] {
  if (segment.url !== null || !segment.text.includes('·')) return [segment]
  return segment.text
    .split('·')
    .map((text) => ({ text: text.trim(), url: null }))
    .filter(({ text }) => text !== '')
}

function segmentFacts({ text, url }: Segment, day: string): LineFacts | null {
  const id = paperIdOf(url)
  const about = id ? { arxivId: id } : {}
  const authors = AUTHORS.exec(text)?.[1]
  if (authors) return { ...about, authorsCount: readCount(authors) }
  const date = pageDate(text, day)
  if (date) return { ...about, date }
  if (/^[·•|\s-]*$/.test(text) && url === null) return {}
  return url === null ? plainFacts(text) : linkFacts(text, url, about)
}

function plainFacts(text: string): LineFacts | null {
  const votes = /^upvotes?\b/i.test(text) ? COUNT.exec(text)?.[1] : undefined
  const stars = GITHUB.exec(text)?.[1]
  if (votes) return { upvotes: readCount(votes) }
  return stars ? { stars: readCount(stars) } : null
}

function linkFacts(text: string, url: string, about: LineFacts): LineFacts | null {
  const count = COUNT.exec(text)?.[1]
  if (/#community$/.test(url)) return { ...about, ...(count && { comments: readCount(count) }) }
  if (VOTE_URL.test(url)) return { ...about, ...(count && { upvotes: readCount(count) }) }
  if (REPOSITORY.test(url)) return repositoryFacts(text, url)
  if (/^(?:link:\s*)?(?:arxiv(?: page)?|pdf|view pdf|paper)?$/i.test(text)) return about
  if (OWNER_URL.test(url)) return text === '' ? {} : { organization: text }
  if (count && paperIdOf(url)) return about
  return null
}

/** A link to a repository with another text may stand in an abstract. */
function repositoryFacts(text: string, url: string): LineFacts | null {
  const [isIt, stars] = GITHUB.exec(text) ?? []
  if (isIt === undefined && text !== '' && !COUNT.test(text)) return null
  const count = stars ?? COUNT.exec(text)?.[1]
  return { codeUrl: url, ...(count && { stars: readCount(count) }) }
}
