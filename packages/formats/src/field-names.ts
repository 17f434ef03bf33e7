/** Our names of fields, and what sources call them, the best first; compared without case, blanks and signs. */
const FIELDS: [string, string[]][] = [
  ['title', ['title', 'papertitle', 'articletitle', 'documenttitle']],
  ['abstract', ['abstract', 'abstractnote', 'paperabstract', 'abstracttext', 'summary']],
  [
    'authors',
    ['authors', 'author', 'authornames', 'authorlist', 'authorfullnames', 'authorstring', 'creators'],
  ],
  ['arxivId', ['arxivid', 'arxiv', 'eprint', 'paperarxivid']],
  ['doi', ['doi']],
  ['id', ['id', 'paperid']],
  ['url', ['url', 'link', 'paperurl', 'abs', 'absurl', 'urlabs']],
  [
    'codeUrls',
    ['codeurls', 'codeurl', 'code', 'github', 'repository', 'githuburl', 'githubrepo', 'codelink'],
  ],
  ['links', ['links', 'pdf', 'pdfurl', 'pdflink', 'urlpdf']],
  ['categories', ['categories', 'category', 'subjects', 'fieldsofstudy']],
  [
    'publishedAt',
    [
      ...['publishedat', 'published', 'publicationdate', 'publisheddate', 'date', 'issued', 'pubdate'],
      ...['publicationyear', 'year'],
    ],
  ],
  ['updatedAt', ['updatedat', 'updated', 'lastmodified', 'updatedate', 'updateddate']],
]
type Known = { field: string; order: number }
const byName = new Map<string, Known>(
  FIELDS.flatMap(([field, names]) => names.map((name, order) => [name, { field, order }] as const)),
)
const own = new Set(FIELDS.map(([field]) => field))

export const isField = (name: string): boolean => own.has(name)

/** Our name for what a source calls `name`, and how good a source it is for it; undefined where we have none. */
export const fieldOf = (name: string): Known | undefined =>
  byName.get(name) ?? byName.get(name.toLowerCase().replace(/[^a-z]/g, ''))
