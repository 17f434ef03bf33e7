import type { SearchQuery } from '@paperboy/client'
import { type Context, report } from '../context.ts'
import { plural } from '../output/dump-text.ts'
import { paperText } from '../output/paper-text.ts'
import { pages } from '../pages.ts'

const PAGE = 100

export type SearchOptions = Pick<SearchQuery, 'sort' | 'from' | 'to'> & { limit: number; code?: boolean }

export async function search(
  context: Context,
  { limit, code, sort, from, to }: SearchOptions,
  words: string[],
): Promise<undefined> {
  const wanted = {
    ...(sort && { sort }),
    ...(from && { from }),
    ...(to && { to }),
    ...(code && { hasCode: true }),
  }
  const found = await pages(limit, PAGE, (page) =>
    context.client.search({ q: words.join(' '), ...wanted, ...page }),
  )
  report(context, found, ({ items }) =>
    items.flatMap((paper, index) => paperText(paper, index + 1, context.colours)),
  )
  if (found.notice) context.tell(found.notice)
  if (context.json) return
  const shown = found.items.length < found.total ? `, the first ${found.items.length} shown` : ''
  context.tell(`${plural(found.total, 'paper')}${shown}`)
}
