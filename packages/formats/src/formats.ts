import { aclAnthology } from './acl-anthology.ts'
import { arxivAtom } from './arxiv-atom.ts'
import { arxivFeed } from './arxiv-feed.ts'
import { arxivMail } from './arxiv-mail.ts'
import { arxivSnapshot } from './arxiv-snapshot.ts'
import { bibtex } from './bibtex.ts'
import { capturedPage } from './captured-page.ts'
import { csv } from './csv.ts'
import type { Format } from './format.ts'
import { hfDaily } from './hf-daily.ts'
import { jsonArray } from './json-array.ts'
import { jsonl } from './jsonl.ts'
import { oaiPmh } from './oai-pmh.ts'
import { openalex } from './openalex.ts'
import { pageHtml } from './page-html.ts'
import { papersWithCode } from './papers-with-code.ts'
import { ris } from './ris.ts'
import { semanticScholar } from './semantic-scholar.ts'
import { trendingPage } from './trending-page.ts'

const list = [
  trendingPage,
  capturedPage,
  pageHtml,
  hfDaily,
  arxivSnapshot,
  semanticScholar,
  openalex,
  papersWithCode,
  arxivAtom,
  arxivFeed,
  arxivMail,
  oaiPmh,
  aclAnthology,
  bibtex,
  ris,
  csv,
  jsonl,
  jsonArray,
] as const

export type FormatName = (typeof list)[number]['name']

/** Every format Paperboy reads. A new one is a file of its own and an entry here. */
export const formats: readonly (Format & { name: FormatName })[] = list

export const formatNames: readonly FormatName[] = list.map(({ name }) => name)

/** Names that formats had, or that people use for them. */
const aliases = new Map<string, FormatName>([
  ['jsonl', 'json-lines'],
  ['tsv', 'csv'],
])

export const formatAliases: readonly string[] = [...aliases.keys()]

/** The format of that name or alias. */
export function formatNamed(name: string): (Format & { name: FormatName }) | undefined {
  const canonical = aliases.get(name) ?? name
  return formats.find((format) => format.name === canonical)
}
