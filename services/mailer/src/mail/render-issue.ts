import { smallerEncoding } from './encoded-size.ts'
import type { IssueContent, RenderedMail } from './issue-content.ts'
import { issueText } from './issue-text.ts'
import { type IssueView, issueView, type Limits } from './issue-view.ts'
import { loadTemplate } from './load-template.ts'

// Gmail clips at about 102 kB. What is left to 100 kB is for the headers and the signature.
const MAX_BODY_BYTES = 92_000
// Shorter abstracts come first, then fewer papers.
const ABSTRACT_LENGTHS = [400, 280, 180, 120]

const toHtml = loadTemplate<IssueView>('issue')

/** The mail of one issue: the same content gives the same mail, always below 100 kB encoded. */
export function renderIssue(content: IssueContent): RenderedMail {
  const limits = { papers: content.papers.length, abstract: 0 }
  let bytes = 0
  for (limits.abstract of ABSTRACT_LENGTHS) {
    const tried = render(content, limits)
    if (tried.bytes <= MAX_BODY_BYTES) return tried.mail
    bytes = tried.bytes
  }
  while (limits.papers > 1) {
    limits.papers = fewer(limits.papers, bytes)
    const tried = render(content, limits)
    if (tried.bytes <= MAX_BODY_BYTES) return tried.mail
    bytes = tried.bytes
  }
  throw new RangeError('Not even one paper fits into the mail: its links are too long.')
}

function render(content: IssueContent, limits: Limits): { mail: RenderedMail; bytes: number } {
  const view = issueView(content, limits)
  const mail = { subject: view.subject, html: toHtml(view), text: issueText(view) }
  return { mail, bytes: smallerEncoding([mail.html, mail.text]).bytes }
}

function fewer(papers: number, bytes: number): number {
  return Math.max(1, Math.min(papers - 1, Math.floor((papers * MAX_BODY_BYTES) / bytes)))
}
