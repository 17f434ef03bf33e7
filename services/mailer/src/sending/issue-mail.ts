import type { Paper } from '@paperboy/contracts'
import type { ClaimedDelivery, Deliveries, LinkTokens, PapersRead, Why } from '@paperboy/database'
import type { composeMail, Mail } from '../mail/compose-mail.ts'
import type { IssueContent, IssuePaper } from '../mail/issue-content.ts'
import { renderIssue } from '../mail/render-issue.ts'
import { mailLinks } from './mail-links.ts'

export type IssueMailDeps = {
  papers: Pick<PapersRead, 'byIds'>
  issuePapers: Deliveries['papers']
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

/** The mail of a delivery, the same for every attempt. */
export async function issueMail(deps: IssueMailDeps, delivery: ClaimedDelivery): Promise<Mail> {
  const token = deps.links.token('subscriber', delivery.subscriberId)
  const links = mailLinks(deps.publicUrl, token, delivery.date)
  const planned = (await deps.issuePapers(delivery.issueId)) as { paperId: string; why: Why[] }[]
  const content = await issueContent(deps, delivery, planned, links)
  return deps.compose({
    kind: 'issue',
    ...renderIssue(content),
    to: { address: delivery.email },
    messageId: delivery.messageId,
    date: deps.now(),
    bounceToken: token,
    list: { unsubscribe: links.unsubscribe, archive: links.archive },
  })
}

function toIssuePaper(paper: Paper, why: Why[], publicUrl: string): IssuePaper {
  return {
    id: paper.id,
    title: paper.title,
    abstract: paper.abstract,
    authors: paper.authors.map((author) => author.name),
    pageUrl: `${publicUrl}/papers/${encodeURIComponent(paper.id)}`,
    arxivUrl: paper.arxivId ? `https://arxiv.org/abs/${paper.arxivId}` : null,
    codeUrl: paper.codeUrls[0] ?? null,
    why,
  }
}
