import type { Paper } from '@paperboy/contracts'
import { hexId } from './hex-id.ts'
import { hubUser } from './hub-user.ts'
import type { HubItem, HubPaper, HubPaperInfo } from './schemas.ts'

/** How a paper came to stand on a day. */
type Entry = { paper: Paper; day: string; submitter: unknown }

/** The client takes a time only if it ends in Z, and its week and month filters end at midnight. */
const midnight = (day: string) => `${day}T00:00:00.000Z`

function hubPaper({ paper, day, submitter }: Entry): HubPaper {
  const { id, arxivId, title, abstract, authors, publishedAt, upvotes, codeUrls } = paper
  return {
    id: arxivId ?? id,
    title,
    summary: abstract ?? '',
    authors: authors.map(({ name }) => ({ _id: hexId(`author ${name}`), name, hidden: false })),
    publishedAt,
    submittedOnDailyAt: midnight(day),
    submittedOnDailyBy: hubUser(submitter),
    upvotes: upvotes ?? 0,
    discussionId: hexId(`discussion ${id}`),
    ai_summary: null,
    ai_keywords: [],
    githubRepo: codeUrls.find((url) => /^https?:\/\/(www\.)?github\.com\//i.test(url)) ?? null,
    githubStars: null,
    projectPage: null,
  }
}

/** The client reads some fields beside `paper` only, and counts of 0 there only. */
export function hubItem(entry: Entry): HubItem {
  const paper = hubPaper(entry)
  const { id, title, summary, upvotes, submittedOnDailyAt, submittedOnDailyBy } = paper
  return {
    paper,
    ...{ id, title, summary, upvotes, submittedOnDailyAt },
    publishedAt: submittedOnDailyAt,
    numComments: 0,
    submittedBy: submittedOnDailyBy,
    thumbnail: '',
    isAuthorParticipating: false,
    organization: null,
    ...{ ai_summary: null, ai_keywords: [], githubStars: null, projectPage: null },
    githubRepo: paper.githubRepo,
  }
}

export function hubPaperInfo(paper: Paper): HubPaperInfo {
  return {
    ...hubPaper(firstSeen(paper)),
    numComments: 0,
    ...{ linkedModels: [], numTotalModels: 0, linkedDatasets: [], numTotalDatasets: 0, linkedSpaces: [] },
  }
}

/** Where no day was asked for, a paper belongs to the day on which it was first seen. */
export function firstSeen(paper: Paper): Entry {
  return { paper, day: paper.firstSeenAt.slice(0, 10), submitter: null }
}
