import type { Preview, PreviewRequest, Previews } from '@paperboy/database'
import type { Log } from '@paperboy/service-kit'
import { renderIssue } from '../mail/render-issue.ts'
import { papersOn } from '../planning/papers-on.ts'
import type { PlanDeps } from '../planning/plan-due.ts'
import { type IssueMailDeps, issueContent } from '../sending/issue-mail.ts'
import { mailLinks } from '../sending/mail-links.ts'

export type PreviewDeps = {
  previews: Pick<Previews, 'open' | 'finish' | 'subscriber' | 'frozen'>
  plan: Pick<PlanDeps, 'reads' | 'inTransaction' | 'match' | 'now'>
  mail: Pick<IssueMailDeps, 'papers' | 'publicUrl'>
  log: Log
}

/** The links of a preview lead nowhere: whoever looks at it is not the subscriber. */
const TOKEN = 'preview'

/** Renders what operators want to see. Nothing is planned by it. */
export async function answerPreviews(deps: PreviewDeps): Promise<void> {
  for (const request of await deps.previews.open()) {
    const answer = await preview(deps, request).catch((error: unknown) => {
      deps.log.warn({ err: error, ...request }, 'preview failed')
      return { error: 'It could not be rendered. The log of the mailer says why.' }
    })
    await deps.previews.finish(request.id, answer)
  }
}

async function preview(deps: PreviewDeps, { subscriberId, date }: PreviewRequest): Promise<Preview> {
  const subscriber = await deps.previews.subscriber(subscriberId)
  if (!subscriber) throw new Error('The subscriber is gone.')
  const frozen = await deps.previews.frozen(subscriberId, date)
  const papers = frozen ?? (await papersOn(deps.plan, subscriber, date))
  if (papers.length === 0) return { outcome: 'empty', papers: 0, subject: null, html: null, text: null }
  const links = mailLinks(deps.mail.publicUrl, TOKEN, date)
  const content = await issueContent(deps.mail, { ...subscriber, date }, papers, links)
  return { outcome: frozen ? 'frozen' : 'would be', papers: papers.length, ...renderIssue(content) }
}
