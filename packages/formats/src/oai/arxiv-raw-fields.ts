import type { RecordFields } from '../build-record.ts'
import { childrenNamed, childText, type XmlElement } from '../xml/element.ts'
import { arxivExtra, dois } from './arxiv-fields.ts'

/** Metadata of the prefix `arXivRaw`: authors in one text, and the history of versions. */
export function arxivRawFields(raw: XmlElement): RecordFields {
  const id = childText(raw, 'id')
  const versions = childrenNamed(raw, 'version').map((version) => ({
    version: version.attributes.version,
    date: childText(version, 'date'),
    size: childText(version, 'size'),
  }))
  const authors = childText(raw, 'authors')
  return {
    title: childText(raw, 'title'),
    abstract: childText(raw, 'abstract'),
    authors: authors === undefined ? undefined : [authors],
    ids: [id, ...dois(raw)].filter((one) => one !== undefined),
    url: id && `https://arxiv.org/abs/${id}`,
    categories: childText(raw, 'categories')?.split(/\s+/),
    publishedAt: versions[0]?.date,
    updatedAt: versions.at(-1)?.date,
    extra: {
      ...arxivExtra(raw),
      submitter: childText(raw, 'submitter'),
      versions,
    },
  }
}
