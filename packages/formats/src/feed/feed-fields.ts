import type { RecordFields } from '../build-record.ts'
import { atomAuthors, atomCategories, atomLinks } from '../xml/atom-entry.ts'
import { childText, childTexts, type XmlElement } from '../xml/element.ts'
import { plainText } from './plain-text.ts'

/** "arXiv:2609.28553v1 Announce Type: new \nAbstract: …" */
const ANNOUNCEMENT = /^\s*arXiv:(\S+)\s+Announce Type:\s*([\w-]+)\s*Abstract:\s*/
/** "A Title. (arXiv:2301.00001v1 [cs.CL] UPDATED)", as arXiv wrote until 2024. */
const OLD_TITLE = /\.?\s*\(arXiv:(\S+)\s+\[([\w.-]+)\](?:\s+([A-Z ]+))?\)\s*$/
const PERSON_MARKUP = /<[^>]*>/g

/** An item of RSS or an entry of Atom. */
export function feedFields(item: XmlElement): RecordFields {
  const { url, links } = atomLinks(item)
  const [, titleId, primaryCategory, update] = OLD_TITLE.exec(childText(item, 'title') ?? '') ?? []
  const text = childText(item, 'description') ?? childText(item, 'summary') ?? childText(item, 'encoded')
  const [announced, announcedId, type] = ANNOUNCEMENT.exec(text ?? '') ?? []
  const announceType = childText(item, 'announce_type') ?? type ?? update?.toLowerCase()
  const id = childText(item, 'guid') ?? childText(item, 'id') ?? announcedId ?? titleId
  const date = childText(item, 'published') ?? childText(item, 'pubDate') ?? childText(item, 'date')
  const link = url ?? childText(item, 'link')
  return {
    title: childText(item, 'title')?.replace(OLD_TITLE, ''),
    abstract: announced ? text?.slice(announced.length) : plainText(text ?? childText(item, 'content')),
    authors: authorsOf(item),
    ids: [id === link ? undefined : id, announcedId ?? titleId, childText(item, 'DOI')].filter(
      (one) => one !== undefined,
    ),
    url: link,
    links,
    categories: categoriesOf(item, primaryCategory),
    // What arXiv announces again was published before.
    publishedAt: announceType === undefined || announceType === 'new' ? date : undefined,
    updatedAt: childText(item, 'updated') ?? date,
    extra: {
      announceType,
      announcedAt: announceType === undefined ? undefined : date,
      version: /\d(v\d+)$/.exec(id ?? announcedId ?? titleId ?? '')?.[1],
      primaryCategory,
      license: childText(item, 'rights'),
      journalRef: childText(item, 'journal_reference'),
    },
  }
}

/** One text with all names, or one element a name; older feeds wrap each name into a link. */
function authorsOf(item: XmlElement): string[] {
  const creators = childTexts(item, 'creator').map((text) => text.replace(PERSON_MARKUP, ''))
  if (creators.length > 0) return creators
  const people = atomAuthors(item).names
  return people.length > 0
    ? people
    : childTexts(item, 'author').map((text) => text.replace(PERSON_MARKUP, ''))
}

function categoriesOf(item: XmlElement, primary: string | undefined): string[] {
  const terms = [...atomCategories(item), ...childTexts(item, 'category')]
  return terms.length === 0 && primary !== undefined ? [primary] : terms
}
