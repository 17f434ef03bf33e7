import type { RecordFields } from '../build-record.ts'
import { childNamed, childrenNamed, childText, childTexts, type XmlElement } from '../xml/element.ts'

/** Metadata of the prefix `arXiv`. */
export function arxivFields(arxiv: XmlElement): RecordFields {
  const id = childText(arxiv, 'id')
  const people = childrenNamed(childNamed(arxiv, 'authors') ?? arxiv, 'author').map(person)
  const affiliations = people.filter(({ at }) => at.length > 0).map(({ name, at }) => [name, at] as const)
  return {
    title: childText(arxiv, 'title'),
    abstract: childText(arxiv, 'abstract'),
    authors: people.map(({ name }) => name).filter((name) => name !== ''),
    ids: [id, ...dois(arxiv)].filter((one) => one !== undefined),
    url: id && `https://arxiv.org/abs/${id}`,
    categories: childText(arxiv, 'categories')?.split(/\s+/),
    publishedAt: childText(arxiv, 'created'),
    updatedAt: childText(arxiv, 'updated'),
    extra: {
      ...arxivExtra(arxiv),
      updated: childText(arxiv, 'updated'),
      affiliations: affiliations.length > 0 ? Object.fromEntries(affiliations) : undefined,
    },
  }
}

/** The forenames go first: "keyname, forenames" would be two people to whoever reads a list of one. */
function person(author: XmlElement): { name: string; at: string[] } {
  const parts = ['forenames', 'keyname', 'suffix'].map((part) => childText(author, part))
  return { name: parts.filter((part) => part !== undefined).join(' '), at: childTexts(author, 'affiliation') }
}

/** A paper may have several DOIs, written into one field. */
export const dois = (arxiv: XmlElement): string[] => childText(arxiv, 'doi')?.split(/\s+/) ?? []

/** What `arXiv` and `arXivRaw` have alike and Paperboy has no field for. */
export function arxivExtra(arxiv: XmlElement): Record<string, string | undefined> {
  return {
    comment: childText(arxiv, 'comments'),
    journalRef: childText(arxiv, 'journal-ref'),
    reportNo: childText(arxiv, 'report-no'),
    mscClass: childText(arxiv, 'msc-class'),
    acmClass: childText(arxiv, 'acm-class'),
    license: childText(arxiv, 'license'),
    proxy: childText(arxiv, 'proxy'),
  }
}
