import type { IssueContent, IssuePaper, Why } from './issue-content.ts'
import { plainText, shorten, shortText } from './plain-text.ts'
import { webAddress } from './web-address.ts'

const MAX_TITLE = 300
const MAX_AUTHORS = 4
const MAX_NAME = 60
const MAX_QUERY = 80
const MAX_REASONS = 3
const LONG_DAY = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeZone: 'UTC' })

export type Link = { label: string; href: string }
export type PaperView = {
  number: number
  title: string
  pageUrl: string | null
  authors: string
  why: string
  abstract: string
  links: Link[]
}
export type IssueView = {
  subject: string
  preview: string
  day: string
  count: string
  frequency: string
  timeZone: string
  papers: PaperView[]
  more: Link | null
  links: IssueContent['links']
}

/** How much of an issue is shown. */
export type Limits = { papers: number; abstract: number }

/** The issue as text that is safe to show; only escaping is left to do. */
export function issueView(content: IssueContent, limits: Limits): IssueView {
  const shown = content.papers.slice(0, limits.papers)
  const papers = shown.map((paper, at) => paperView(paper, at + 1, limits.abstract))
  return {
    subject: subjectOf(content),
    preview: papers
      .slice(0, 3)
      .map((paper) => shorten(paper.title, 80))
      .join(' · '),
    day: longDay(content.date),
    count: counted(content.papers.length),
    frequency: content.frequency,
    timeZone: plainText(content.timeZone),
    papers,
    more: moreLink(content, content.papers.length - shown.length),
    links: content.links,
  }
}

// Only a checked date and a number: no word of a title gets into a header.
function subjectOf({ date, frequency, papers }: IssueContent): string {
  const day = /^\d{4}-\d{2}-\d{2}$/.exec(date)?.[0]
  if (!day) throw new RangeError(`An issue has a date like 2026-11-24, not ${JSON.stringify(date)}.`)
  return `Paperboy ${frequency === 'weekly' ? 'weekly ' : ''}${day}: ${counted(papers.length)}`
}

function counted(papers: number): string {
  return papers === 1 ? '1 new paper' : `${papers} new papers`
}

function longDay(date: string): string {
  return LONG_DAY.format(new Date(`${date}T00:00:00Z`))
}

function moreLink({ moreUrl, links }: IssueContent, left: number): Link | null {
  if (left > 0) {
    const label = left === 1 ? 'One more paper on the web' : `${left} more papers on the web`
    return { label, href: links.web }
  }
  const href = webAddress(moreUrl)
  return href ? { label: 'All papers of the day on the web', href } : null
}

function paperView(paper: IssuePaper, number: number, abstractLength: number): PaperView {
  const pageUrl = webAddress(paper.pageUrl)
  return {
    number,
    title: shortText(paper.title, MAX_TITLE) || 'Untitled',
    pageUrl,
    authors: authorLine(paper.authors),
    why: whyLine(paper.why),
    abstract: abstractLength > 0 ? shortText(paper.abstract ?? '', abstractLength) : '',
    links: [
      { label: 'Paper page', href: pageUrl },
      { label: 'arXiv', href: webAddress(paper.arxivUrl) },
      { label: 'Code', href: webAddress(paper.codeUrl) },
    ].filter((link): link is Link => link.href !== null),
  }
}

function authorLine(authors: string[]): string {
  const names = authors
    .slice(0, MAX_AUTHORS)
    .map((name) => shortText(name, MAX_NAME))
    .filter((name) => name !== '')
  const others = authors.length - MAX_AUTHORS
  return names.join(', ') + (others > 0 ? ` and ${others} more` : '')
}

function whyLine(why: Why[]): string {
  const shown = why.slice(0, MAX_REASONS).map(reason)
  const others = why.length - shown.length
  return shown.join(' · ') + (others > 0 ? ` · ${others} more` : '')
}

function reason(why: Why): string {
  switch (why.kind) {
    case 'trending':
      return `#${why.rank} trending`
    case 'search':
      return `matches “${shortText(why.query, MAX_QUERY)}”`
    default:
      return why satisfies never
  }
}
