import { randomBytes } from 'node:crypto'
import type { Paper } from '@paperboy/contracts'
import type { ClaimedDelivery, LinkTokens, PapersRead, Why } from '@paperboy/database'
import { AppError } from '@paperboy/service-kit'
import { readable } from '@paperboy/text'
import type { composeMail, Mail } from '../mail/compose-mail.ts'
import type { IssueContent, IssuePaper, RenderedMail } from '../mail/issue-content.ts'
import { renderIssue } from '../mail/render-issue.ts'
import { mailLinks } from './mail-links.ts'

export type IssueMailDeps = {
  papers: Pick<PapersRead, 'byIds'>
  links: LinkTokens
  publicUrl: string
  compose: ReturnType<typeof composeMail>
  now: () => Date
}

/** What is in the mail of a delivery: the frozen papers, as Postgres knows them now. */
export async function issueContent(
  deps: Pick<IssueMailDeps, 'papers' | 'publicUrl'>,
  issue: Pick<ClaimedDelivery, 'date' | 'timeZone' | 'frequency'>,
  planned: { paperId: string; why: Why[] }[],
  links: IssueContent['links'],
): Promise<IssueContent> {
  const papers = await deps.papers.byIds(planned.map((paper) => paper.paperId))
  const why = new Map(planned.map((paper) => [paper.paperId, paper.why]))
  return {
    date: issue.date,
    timeZone: issue.timeZone,
    frequency: issue.frequency,
    papers: papers.map((paper) => toIssuePaper(paper, why.get(paper.id) ?? [], deps.publicUrl)),
    moreUrl: links.archive,
    links,
  }
}

/** An issue is planned with papers; all of them may have been withdrawn, or their dump undone, since. */
function notEmpty(content: IssueContent): IssueContent {
  if (content.papers.length > 0) return content
  throw new AppError('BAD_REQUEST', 'No paper of this issue is there any more, so nothing was sent.')
}

/** Stands for a token while a mail is rendered: as long as one, and nothing that a title could hold. */
const PLACE = randomBytes(32).toString('base64url')
const PLACES = new RegExp(PLACE, 'g')
const KEPT_MS = 10_000
const MAX_KEPT = 200

/** Mails of deliveries; those of one day that hold the same papers are rendered once. */
export function issueMails(deps: IssueMailDeps): (delivery: ClaimedDelivery) => Promise<Mail> {
  const kept = new Map<string, { rendered: Promise<RenderedMail>; until: number }>()

  function render(delivery: ClaimedDelivery): Promise<RenderedMail> {
    const { date, timeZone, frequency, papers } = delivery
    const key = JSON.stringify([date, timeZone, frequency, papers])
    const known = kept.get(key)
    if (known && known.until > performance.now()) return known.rendered
    const links = mailLinks(deps.publicUrl, PLACE, date)
    const rendered = issueContent(deps, delivery, papers, links).then(notEmpty).then(renderIssue)
    // A failure is not kept: the next delivery tries it anew.
    rendered.catch(() => kept.delete(key))
    if (kept.size >= MAX_KEPT) kept.clear()
    kept.set(key, { rendered, until: performance.now() + KEPT_MS })
    return rendered
  }

  return async (delivery) => {
    const token = deps.links.token('subscriber', delivery.subscriberId)
    const links = mailLinks(deps.publicUrl, token, delivery.date)
    const { subject, html, text } = await render(delivery)
    return deps.compose({
      kind: 'issue',
      ...{ subject, html: html.replace(PLACES, token), text: text.replace(PLACES, token) },
      to: { address: delivery.email },
      messageId: delivery.messageId,
      date: deps.now(),
      bounceToken: token,
      list: { unsubscribe: links.unsubscribe, archive: links.archive },
    })
  }
}

function toIssuePaper(paper: Paper, why: Why[], publicUrl: string): IssuePaper {
  return {
    id: paper.id,
    title: readable(paper.title),
    abstract: paper.abstract && readable(paper.abstract),
    authors: paper.authors.map((author) => author.name),
    pageUrl: `${publicUrl}/papers/${encodeURIComponent(paper.id)}`,
    arxivUrl: paper.arxivId ? `https://arxiv.org/abs/${paper.arxivId}` : null,
    codeUrl: paper.codeUrls[0] ?? null,
    why,
  }
}
