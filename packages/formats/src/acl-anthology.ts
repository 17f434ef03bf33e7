import type { SourceEntry } from '@paperboy/contracts'
import { buildRecord } from './build-record.ts'
import type { Format, Sample } from './format.ts'
import {
  childNamed,
  childrenNamed,
  childText,
  childTexts,
  localName,
  textOf,
  type XmlElement,
} from './xml/element.ts'
import { readXml, type XmlRecord } from './xml/read-xml.ts'
import { rootOf } from './xml/root-name.ts'

/** The ACL Anthology's own XML: collections of volumes of papers. */
export const aclAnthology = {
  name: 'acl-anthology',
  ranks: false,
  abstractRequired: false,
  detect,
  read,
} as const satisfies Format

const SHAPE = { record: 'paper', outside: ['meta'] }

async function* read(input: AsyncIterable<Uint8Array>): AsyncGenerator<SourceEntry> {
  let volume: XmlElement | undefined
  let meta: XmlElement | null = null
  let nextMeta: XmlElement | null = null
  for await (const piece of readXml(input, SHAPE)) {
    if (piece.kind === 'reject') yield piece
    else if (piece.kind === 'outside') nextMeta = piece.element
    else {
      const around = piece.ancestors.find(({ name }) => name === 'volume')
      // The data of a volume come before its first paper.
      if (nextMeta || around !== volume) meta = nextMeta
      nextMeta = null
      volume = around
      yield toEntry(piece, meta)
    }
  }
}

function toEntry({ position, element, ancestors, replacedBytes }: XmlRecord, meta: XmlElement | null) {
  const id = childText(element, 'url') ?? anthologyId(element, ancestors)
  const page = id && (/^https?:/.test(id) ? id : `https://aclanthology.org/${id}`)
  const people = (name: string) => childrenNamed(element, name).map(person)
  const title = childNamed(element, 'title')
  const abstract = childNamed(element, 'abstract')
  const doi = childText(element, 'doi')
  const fields = {
    title: title && inline(title),
    abstract: abstract && inline(abstract),
    authors: people('author'),
    ids: [doi, id?.replace(/^https?:\/\/(?:www\.)?aclanthology\.org\//, '').replace(/\/$/, '')].filter(
      (one) => one !== undefined,
    ),
    url: page,
    codeUrls: childTexts(element, 'pwccode').filter((text) => /^https?:/.test(text)),
    publishedAt: dateOf(element) ?? (meta ? dateOf(meta) : undefined),
    extra: {
      booktitle: childText(element, 'booktitle') ?? (meta ? childText(meta, 'booktitle') : undefined),
      publisher: meta ? childText(meta, 'publisher') : undefined,
      pages: childText(element, 'pages'),
      bibkey: childText(element, 'bibkey'),
      awards: childTexts(element, 'award'),
      editors: people('editor'),
      videos: childrenNamed(element, 'video').flatMap(({ attributes }) => attributes.href ?? []),
    },
    replacedBytes,
  }
  return buildRecord(position, fields, () => textOf(element))
}

/** Papers of old volumes have no address of their own: it is made of the numbers around them. */
function anthologyId(paper: XmlElement, ancestors: XmlElement[]): string | undefined {
  const collection = ancestors.find(({ name }) => name === 'collection')?.attributes.id
  const volume = ancestors.find(({ name }) => name === 'volume')?.attributes.id
  const number = paper.attributes.id
  if (!collection || !volume || !number) return undefined
  if (/^\d{4}\./.test(collection)) return `${collection}-${volume}.${number}`
  // "W19-63" + "05", but "P19-1" + "001": six characters behind the dash's letter in all.
  const digits = /^W|^C69|^D19-[56]/.test(collection) ? [2, 2] : [1, 3]
  return `${collection}-${volume.padStart(digits[0] ?? 1, '0')}${number.padStart(digits[1] ?? 3, '0')}`
}

/** Mathematics is TeX in an element of its own. */
const inline = (element: XmlElement): string =>
  textOf(element, (name, text) => (localName(name) === 'tex-math' ? `$${text}$` : text)).trim()

function person(author: XmlElement): string {
  const parts = ['first', 'last'].map((part) => childText(author, part))
  const name = parts.filter((part) => part !== undefined).join(' ')
  return name === '' ? textOf(author).trim() : name
}

function dateOf(element: XmlElement): string | undefined {
  const year = childText(element, 'year')
  const month = childText(element, 'month')?.slice(0, 3).toLowerCase() ?? ''
  const number = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ').indexOf(month) + 1
  return year !== undefined && number > 0 ? `${year}-${String(number).padStart(2, '0')}` : year
}

const SURE = 0.95

function detect({ text }: Sample): number {
  const root = rootOf(text)
  if (root?.name !== 'collection' && root?.name !== 'volume') return 0
  return /<paper[\s>]/.test(text) && /<(?:meta|booktitle|title)[\s>]/.test(text) ? SURE : 0
}
