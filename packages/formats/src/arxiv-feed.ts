import type { SourceEntry } from '@paperboy/contracts'
import { buildRecord } from './build-record.ts'
import { feedFields } from './feed/feed-fields.ts'
import { writtenDay } from './feed/written-day.ts'
import type { Format, Sample } from './format.ts'
import { textOf } from './xml/element.ts'
import { readXml } from './xml/read-xml.ts'
import { rootOf } from './xml/root-name.ts'

/**
 * What arXiv announces each day, as RSS or Atom (rss.arxiv.org); and any other feed whose items are papers,
 * with the title in the title and the abstract in the description.
 */
export const arxivFeed = {
  name: 'arxiv-feed',
  ranks: false,
  abstractRequired: false,
  // At weekends nothing is announced.
  mayBeEmpty: true,
  detect,
  statedDate,
  read,
} as const satisfies Format

const SHAPE = { record: '(?:item|entry)', outside: [] }

async function* read(input: AsyncIterable<Uint8Array>): AsyncGenerator<SourceEntry> {
  for await (const piece of readXml(input, SHAPE)) {
    if (piece.kind === 'reject') yield piece
    else if (piece.kind === 'record') {
      const { position, element, replacedBytes } = piece
      yield buildRecord(position, { ...feedFields(element), replacedBytes }, () => textOf(element))
    }
  }
}

/** The head of a feed, before its first item. */
const headOf = (text: string) => text.split(/<(?:\w+:)?(?:item|entry)[\s>]/, 1)[0] ?? ''

function statedDate({ text }: Sample): string | null {
  const head = headOf(text)
  const dates = ['pubDate', 'dc:date', 'lastBuildDate', 'updated'].map(
    (name) => new RegExp(`<${name}>\\s*([^<]{8,40}?)\\s*</${name}>`).exec(head)?.[1],
  )
  const [first] = dates.filter((date) => date !== undefined)
  return first === undefined ? null : writtenDay(first)
}

const SURE = 0.9
const LIKELY = 0.6

function detect({ text }: Sample): number {
  const root = rootOf(text)
  if (!root) return 0
  const isAtom = root.name === 'feed' && /www\.w3\.org\/2005\/Atom/.test(root.tag)
  const isRss = root.name === 'rss' || (root.name === 'RDF' && /purl\.org\/rss\/1\.0/.test(root.tag))
  if (!isAtom && !isRss) return 0
  if (/rss\.arxiv\.org|arxiv\.org\/schemas\/atom|updates on (?:the )?arXiv/.test(headOf(text))) return SURE
  return /<(?:item|entry)[\s>]/.test(text) ? LIKELY : 0
}
