import type { Paper } from '@paperboy/contracts'
import type { DigestReader } from '../deps.ts'
import type { Feed, FeedEntry } from './feed.ts'

/** Papers that an entry names; the page of the day has them all. */
const NAMED = 20
/** Each entry reads a day's papers. */
const MAX_DAYS = 14

type Asked = { base: string; self: string; limit: number }

/** One entry a day: its first papers by rank. */
export async function digestsFeed(digests: DigestReader, { base, self, limit }: Asked): Promise<Feed> {
  const days = await digests.list({ limit: Math.min(limit, MAX_DAYS) })
  const entries = days.map(async ({ date, papers }) => {
    const first = (await digests.byDate(date, { limit: NAMED })) ?? []
    return entryOfDay(base, { date, papers, first })
  })
  return {
    id: 'tag:paperboy,2026:digests',
    title: 'Paperboy – the papers of each day',
    description: 'One entry a day with the papers that people talked about.',
    ...{ home: `${base}/`, self },
    entries: await Promise.all(entries),
  }
}

type Day = { date: string; papers: number; first: Paper[] }

function entryOfDay(base: string, { date, papers, first }: Day): FeedEntry {
  const midnight = `${date}T00:00:00.000Z`
  const titles = first.map(({ title }, at) => `${at + 1}. ${title}`)
  const more = papers > first.length ? [`… and ${papers - first.length} more`] : []
  return {
    id: `tag:paperboy,2026:digest/${date}`,
    title: `${papers} ${papers === 1 ? 'paper' : 'papers'} of ${date}`,
    url: `${base}/digest/${date}`,
    summary: [...titles, ...more].join('\n'),
    ...{ authors: [], categories: [], published: midnight },
    // A paper seen again on a later day says nothing of this one.
    updated:
      [midnight, ...first.map(({ lastSeenAt }) => lastSeenAt).filter((time) => time.startsWith(date))]
        .sort()
        .at(-1) ?? midnight,
  }
}
