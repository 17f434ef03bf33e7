import type { RecordFields } from '../build-record.ts'
import type { ListingPart } from './listing-items.ts'

type Item = Extract<ListingPart, { kind: 'item' }>

const ID = /^\s*(?:arXiv:\s?|Paper:\s?)(\S+)\s*(?:\(\*?(.*?)\*?\))?\s*$/
const REPLACED = /^replaced with (?:revised version\s+)?(.*)$/
const FIELD = /^([A-Z][A-Za-z-]*(?: \([^)]*\))?):\s*(.*)$/
const SIZE = /\s*\(\s*([\d.]+ ?kb[^)]*)\)\s*$/i

/** The fields of an item of a listing. A replacement has a date of its own and often no abstract. */
export function itemFields({ head, abstract, footer, replacedBytes }: Item): RecordFields {
  const [, id, note] = ID.exec(head[0] ?? '') ?? []
  const { fields, revised } = readHead(head.slice(1))
  const url = /^https?:\/\/[^\s,]+/.exec(footer)?.[0]
  const date = fields.get('Date')?.replace(SIZE, '')
  const isReplaced = revised !== undefined
  return {
    title: fields.get('Title'),
    abstract: abstract.join('\n'),
    authors: [fields.get('Authors') ?? fields.get('Author')].filter((one) => one !== undefined),
    ids: [id, ...(fields.get('DOI')?.split(/\s+/) ?? [])].filter((one) => one !== undefined && one !== ''),
    url: url ?? (id && `https://arxiv.org/abs/${id}`),
    categories: fields.get('Categories')?.split(/\s+/),
    publishedAt: isReplaced ? undefined : date,
    updatedAt: revised ?? date,
    extra: {
      announceType: isReplaced ? 'replace' : note?.startsWith('cross') ? 'cross' : 'new',
      comment: fields.get('Comments') ?? fields.get('Comment'),
      journalRef: fields.get('Journal-ref'),
      reportNo: fields.get('Report-no'),
      mscClass: fields.get('MSC-class'),
      acmClass: fields.get('ACM-class'),
      license: fields.get('License'),
      proxy: fields.get('Proxy'),
    },
    replacedBytes,
  } as RecordFields
}

/** Fields may go on over lines that begin with blanks; mail programs wrap others without any. */
function readHead(lines: string[]): { fields: Map<string, string>; revised: string | undefined } {
  const fields = new Map<string, string>()
  let revised: string | undefined
  let name: string | null = null
  for (const line of lines) {
    const replaced = REPLACED.exec(line)?.[1]
    const [, key, value = ''] = FIELD.exec(line) ?? []
    if (replaced !== undefined) revised = replaced.replace(SIZE, '')
    else if (key?.startsWith('Date (')) revised = value.replace(SIZE, '')
    else if (key !== undefined && !fields.has(key)) {
      fields.set(key, value.trim())
      name = key
    } else if (name !== null) fields.set(name, `${fields.get(name)} ${line.trim()}`.trim())
  }
  return { fields, revised }
}
