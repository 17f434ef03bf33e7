import type { IssueView, PaperView } from './issue-view.ts'
import { wrap } from './wrap.ts'

const RULE = '-'.repeat(76)

/** The text part: wrapped, numbered, each link on a line of its own. */
export function issueText(issue: IssueView): string {
  const head = [`PAPERBOY`, `${issue.day} - ${issue.count}`, '', 'On the web:', issue.links.web]
  const leave = ['Unsubscribe:', issue.links.unsubscribe]
  const more = issue.more ? ['', `${issue.more.label}:`, issue.more.href] : []
  const foot = wrap(
    `You get this ${issue.frequency} mail because you subscribed to Paperboy and confirmed it. ` +
      `Days follow the time zone ${issue.timeZone}. Nothing in this mail is tracked.`,
  )
  const links = ['Change what you get:', issue.links.manage, 'Archive:', issue.links.archive, ...leave]
  const papers = issue.papers.flatMap((paper) => ['', ...paperLines(paper)])
  return [...head, ...leave, '', RULE, ...papers, ...more, '', RULE, ...foot, '', ...links, ''].join('\n')
}

function paperLines(paper: PaperView): string[] {
  const mark = `${paper.number}. `
  const indent = ' '.repeat(mark.length)
  const [first = '', ...rest] = wrap(paper.title, indent)
  const body = [paper.authors, paper.why].filter((line) => line !== '').flatMap((line) => wrap(line, indent))
  const abstract = paper.abstract ? ['', ...wrap(paper.abstract, indent)] : []
  const links = paper.links.map(({ label, href }) => `${indent}${label}:\n${indent}${href}`)
  return [
    mark + first.trimStart(),
    ...rest,
    ...body,
    ...abstract,
    ...(links.length > 0 ? ['', ...links] : []),
  ]
}
