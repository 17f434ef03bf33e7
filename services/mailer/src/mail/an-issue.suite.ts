import type { IssueContent, IssuePaper } from './issue-content.ts'

const WEB = 'https://papers.example.org'

export function aPaper(facts: Partial<IssuePaper> = {}): IssuePaper {
  return {
    id: 'p1',
    title: 'Reading Books in Constant Memory',
    abstract: 'We turn a long context into a small set of learned summaries.',
    authors: ['Ada Lovelace', 'Grace Hopper'],
    pageUrl: `${WEB}/papers/p1`,
    arxivUrl: 'https://arxiv.org/abs/2511.01234',
    codeUrl: 'https://github.com/example/books',
    why: [{ kind: 'trending', rank: 1 }],
    ...facts,
  }
}

export function anIssue(facts: Partial<IssueContent> = {}): IssueContent {
  return {
    date: '2026-11-24',
    timeZone: 'Europe/Berlin',
    frequency: 'daily',
    papers: [aPaper()],
    moreUrl: null,
    links: {
      web: `${WEB}/digest/2026-11-24`,
      unsubscribe: `${WEB}/unsubscribe/TOKEN`,
      manage: `${WEB}/subscription/TOKEN`,
      archive: `${WEB}/digest`,
    },
    ...facts,
  }
}
