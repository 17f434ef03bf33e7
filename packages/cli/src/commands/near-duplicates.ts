import { type Context, report } from '../context.ts'
import { nearDuplicateText } from '../output/near-duplicate-text.ts'
import { pages } from '../pages.ts'

const PAGE = 100

/** Papers that may be one; nothing is changed. */
export async function nearDuplicates(
  context: Context,
  { limit, dump }: { limit: number; dump?: string },
): Promise<undefined> {
  const only = dump ? { dump } : {}
  const list = await pages(limit, PAGE, (query) => context.client.nearDuplicates({ ...only, ...query }))
  report(context, list, ({ items }) => items.flatMap(nearDuplicateText))
  if (list.nextCursor !== null) context.tell('There are more: see --limit.')
  if (list.items.length === 0) context.tell('No two papers look like one.')
}
