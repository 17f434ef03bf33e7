import { smallerEncoding } from './encoded-size.ts'
import type { IssueContent, RenderedMail } from './issue-content.ts'
import { issueText } from './issue-text.ts'
import { type IssueView, issueView, type Limits } from './issue-view.ts'
import { loadTemplate } from './load-template.ts'

// Gmail clips at about 102 kB. What is left to 100 kB is for the headers and the signature.
const MAX_BODY_BYTES = 92_000
const ABSTRACT_LENGTHS = [400, 280, 180, 120]
const FEWER = 0.8

const toHtml = loadTemplate<IssueView>('issue')

/** The mail of one issue: the same content gives the same mail, always below 100 kB encoded. */
export function renderIssue(content: IssueContent): RenderedMail {
  for (const limits of ladder(content.papers.length)) {
    const view = issueView(content, limits)
    const mail = { subject: view.subject, html: toHtml(view), text: issueText(view) }
    if (smallerEncoding([mail.html, mail.text]).bytes <= MAX_BODY_BYTES) return mail
  }
  throw new RangeError('Not even one paper fits into the mail: its links are too long.')
}

/** First shorter abstracts, then fewer papers, then a bare title. */
function* ladder(papers: number): Generator<Limits> {
  for (const abstract of ABSTRACT_LENGTHS) yield { papers, abstract }
  for (let fewer = Math.floor(papers * FEWER); fewer > 0; fewer = Math.floor(fewer * FEWER)) {
    yield { papers: fewer, abstract: ABSTRACT_LENGTHS.at(-1) ?? 0 }
  }
  yield { papers: 1, abstract: 0 }
}
