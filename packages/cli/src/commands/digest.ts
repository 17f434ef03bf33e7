import { type Context, report } from '../context.ts'
import { plural } from '../output/dump-text.ts'
import { paperText } from '../output/paper-text.ts'
import { printable } from '../output/printable.ts'
import { table } from '../output/table.ts'
import { pages } from '../pages.ts'
import { bodyOf } from '../rest-answer.ts'
import { UsageError } from '../usage-error.ts'

const SUBSCRIBERS_PAGE = 1_000
/** As many as a mail has where its reader did not choose. */
const PAPERS_OF_A_MAIL = 20
const FAILED = 1
const HEAD = ['SUBSCRIPTION', 'EMAIL', 'STATE', 'MAILS', 'PAPERS', 'TOPICS']

export async function preview(
  context: Context,
  options: { subscription?: string; html?: boolean },
  [date = '']: string[],
): Promise<undefined> {
  if (options.subscription === undefined) {
    if (options.html)
      throw new UsageError('--html shows the mail of one subscriber: name it with --subscription.')
    return previewForAll(context, date)
  }
  const issue = await context.client.digests.preview(date, options.subscription)
  const { subject, html, text } = issue
  const mail = options.html
    ? [html ?? '']
    : [`Subject: ${printable(subject ?? '')}`, '', safeLines(text ?? '')]
  report(context, issue, () => (subject === null ? [] : mail))
  context.tell(
    subject === null ? 'No mail: there is nothing new for this subscription.' : `(${issue.outcome})`,
  )
}

/** What there is for whoever wants all that is trending and has had none of it before. */
async function previewForAll(context: Context, date: string): Promise<undefined> {
  const query = { limit: PAPERS_OF_A_MAIL }
  const digest = await bodyOf(
    context.client.rest.GET('/v1/digests/{date}', { params: { path: { date }, query } }),
  )
  report(context, digest, ({ items }) =>
    items.flatMap((paper, index) => paperText(paper, index + 1, context.colours)),
  )
  context.tell(
    `${plural(digest.items.length, 'paper')}, for whoever has had none of them. With --subscription ID: the mail of one subscriber.`,
  )
}

/** Exit code 1 if a mail failed, was held as unknown, or waits to be tried again. */
export async function send(context: Context, _: object, [date = '']: string[]): Promise<number> {
  const counts = await context.client.digests.send(date)
  const { planned, sent, skipped, failed } = counts
  report(context, counts, () => [`${planned} planned, ${sent} sent, ${skipped} skipped, ${failed} failed`])
  if (planned + sent + skipped + failed === 0)
    context.tell('Nobody to send to: no confirmed subscriber is without an issue of that day.')
  if (failed > 0) context.tell(`paperboy: GET /v1/issues/${date} says what failed and why.`)
  return failed > 0 ? FAILED : 0
}

type FindOptions = { limit: number; find?: string; state?: 'pending' | 'confirmed' | 'unsubscribed' }

export async function subscribers(context: Context, { limit, find, state }: FindOptions): Promise<undefined> {
  const who = { ...(find !== undefined && { q: find }), ...(state && { state }) }
  const list = await pages(limit, SUBSCRIBERS_PAGE, (page) =>
    bodyOf(context.client.rest.GET('/v1/subscribers', { params: { query: { ...page, ...who } } })),
  )
  report(context, list, ({ items }) => table(HEAD, items.map(row)))
  if (list.nextCursor !== null) context.tell('There are more: see --limit.')
  if (list.items.length === 0)
    context.tell(find || state ? 'Nobody of this kind.' : 'Nobody has subscribed so far.')
}

type Subscribers = Awaited<ReturnType<Context['client']['subscribers']>>['items']

function row({
  id,
  email,
  state,
  suppressed,
  frequency,
  hour,
  timeZone,
  maxPapers,
  topics,
}: Subscribers[number]) {
  const mails = `${frequency} at ${String(hour).padStart(2, '0')}:00 ${timeZone}`
  const wanted = topics.map((topic) => topic ?? 'trending').join(' | ')
  return [id, email, suppressed ? `${state}, suppressed` : state, mails, maxPapers, wanted]
}

function safeLines(text: string): string {
  return text.split('\n').map(printable).join('\n')
}
