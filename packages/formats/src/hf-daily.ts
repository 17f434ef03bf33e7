import type { SourceRecord } from '@paperboy/contracts'
import type { Format, Sample } from './format.ts'
import { count, names, object, present, rest, text, texts } from './json/fields.ts'
import { readObjects } from './json/read-objects.ts'
import { isEmptyAnswer, sampledObjects, shareOf } from './json/sampled-objects.ts'

type Fields = Record<string, unknown>

const EMPTY = /^\s*\{[\s\S]*"dailyPapers"\s*:\s*$/

/**
 * Hugging Face's daily papers: the answer of `/api/daily_papers`, the page's own data
 * (`{"dailyPapers": […]}`), answers of `/api/papers/search`, and the flat objects of `/api/papers/{id}`.
 */
export const hfDaily = {
  name: 'hf-daily',
  ranks: true,
  abstractRequired: false,
  mayBeEmpty: true,
  detect: (sample) => (isEmptyAnswer(sample, EMPTY) ? 0.97 : 0.97 * shareOf(sample, isDailyPaper)),
  statedDate,
  read: (input) =>
    readObjects(input, hfRecord, 'The item has no "title" with text in it, nor has a "paper" inside it.'),
} as const satisfies Format

const PAPER_FIELDS = [
  ...['id', 'title', 'summary', 'authors', 'publishedAt', 'upvotes', 'githubRepo', 'projectPage'],
]

/** One object of Hugging Face's, nested (`{"paper": {…}, …}`) or flat; null without a title. */
export function hfRecord(position: string, outer: Fields): SourceRecord | null {
  const paper = object(outer.paper) ?? outer
  const title = text(paper.title) ?? text(outer.title)
  if (title === undefined) return null
  const id = text(paper.id)
  const code = text(paper.githubRepo)
  const project = text(paper.projectPage)
  const around = paper === outer ? {} : kept(outer, [...PAPER_FIELDS, 'paper'])
  return {
    kind: 'record',
    position,
    title,
    ...present({
      abstract: text(paper.summary) ?? text(outer.summary),
      authors: names(paper.authors),
      ids: texts(id),
      url: id && `https://huggingface.co/papers/${encodeURIComponent(id)}`,
      codeUrls: texts(code),
      links: texts(project),
      publishedAt: text(paper.publishedAt) ?? text(outer.publishedAt),
      upvotes: count(paper.upvotes) ?? count(outer.upvotes),
    }),
    ...rest(paper, [...PAPER_FIELDS, 'submittedOnDailyBy', '_id'], around),
  }
}

/** People and pictures of the site are no facts of a paper. */
function kept(outer: Fields, without: string[]): Fields {
  const skip = [...without, 'submittedBy', 'thumbnail', 'isAuthorParticipating', 'organization']
  const organization = text(object(outer.organization)?.fullname) ?? text(object(outer.organization)?.name)
  const left = Object.entries(outer).filter(([name]) => !skip.includes(name))
  return { ...Object.fromEntries(left), ...(organization && { organization }) }
}

function isDailyPaper(item: Fields): boolean {
  const paper = object(item.paper)
  if (paper) return text(paper.id) !== undefined && (text(paper.title) ?? text(item.title)) !== undefined
  const isOfTheSite = ['thumbnailUrl', 'discussionId', 'submittedOnDailyAt'].some((name) => name in item)
  return isOfTheSite && text(item.id) !== undefined && text(item.title) !== undefined
}

/** The day on which the papers were shown, where they agree on it. */
function statedDate(sample: Sample): string | null {
  const days = (sampledObjects(sample)?.objects ?? []).flatMap((item) => {
    const paper = object(item.paper) ?? item
    const at = text(paper.submittedOnDailyAt)
    return at && /^\d{4}-\d\d-\d\dT/.test(at) ? at.slice(0, 10) : []
  })
  const [day] = days
  return day !== undefined && days.every((one) => one === day) ? day : null
}
