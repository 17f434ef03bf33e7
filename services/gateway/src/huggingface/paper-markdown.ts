import type { Paper } from '@paperboy/contracts'

/** A paper as Markdown: what is known of it, for people and language models. */
export function paperMarkdown(paper: Paper, base: string): string {
  const { title, authors, abstract, codeUrls, links } = paper
  const parts = [
    `# ${line(title)}`,
    authors.length > 0 && line(authors.map(({ name }) => name).join(', ')),
    facts(paper, base).join('\n'),
    '## Abstract',
    abstract ? plain(abstract.trim()) : '*No abstract is known.*',
    list('Code', codeUrls),
    list('Links', links),
  ]
  return `${parts.filter(Boolean).join('\n\n')}\n`
}

function facts(paper: Paper, base: string): string[] {
  const { arxivId, doi, url, publishedAt, firstSeenAt, categories } = paper
  const known: [string, string | null | undefined | false][] = [
    ['Paperboy', `${base}/papers/${encodeURIComponent(paper.id)}`],
    ['arXiv', arxivId && `https://arxiv.org/abs/${arxivId}`],
    ['DOI', doi && `https://doi.org/${doi}`],
    ['Source', url],
    ['Published', publishedAt?.slice(0, 10)],
    ['First seen', firstSeenAt.slice(0, 10)],
    ['Categories', categories.join(', ')],
  ]
  return known.flatMap(([name, value]) => (value ? [`- ${name}: ${line(value)}`] : []))
}

function list(name: string, addresses: string[]): string | false {
  return addresses.length > 0 && `## ${name}\n\n${addresses.map((it) => `- ${line(it)}`).join('\n')}`
}

function line(text: string): string {
  return plain(text.replace(/\s+/g, ' ').trim())
}

/** HTML in a text is text; formulas and underscores stay as they are written. */
function plain(text: string): string {
  return text.replace(/&(?=[#\w]+;)/g, '&amp;').replace(/</g, '&lt;')
}
