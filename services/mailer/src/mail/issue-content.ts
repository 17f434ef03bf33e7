/** What one subscriber's issue says; the frozen list, before anything is cut to fit. */
export type IssueContent = {
  /** YYYY-MM-DD, the subscriber's local day. */
  date: string
  timeZone: string
  frequency: 'daily' | 'weekly'
  papers: IssuePaper[]
  /** The day's digest page where there are more papers than fit. */
  moreUrl: string | null
  links: { web: string; unsubscribe: string; manage: string; archive: string }
}

export type IssuePaper = {
  id: string
  title: string
  abstract: string | null
  authors: string[]
  pageUrl: string
  arxivUrl: string | null
  codeUrl: string | null
  why: Why[]
}

/** Why a paper is in the issue. */
export type Why = { kind: 'trending'; rank: number } | { kind: 'search'; query: string }

/** Nothing in it comes from whoever filled in the form: that could be somebody else. */
export type ConfirmationContent = { links: { confirm: string; unsubscribe: string } }

export type RenderedMail = { subject: string; html: string; text: string }
