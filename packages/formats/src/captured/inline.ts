/** A piece of a line: plain text, or the text of a link and where it leads. */
export type Segment = { text: string; url: string | null }

const IMAGE = /!\[[^\]\n]*\](?:\([^)\n]*\)|\[[^\]\n]*\])?|\[image(?:[ :][^\][\n]*)?\](?!\()/gi
/** `[text](url)` and `[text][ref]`; the text may hold one level of brackets. */
const LINK = /\[((?:[^\][]|\[[^\]]*\])*)\](?:\(\s*<?([^)\s>]*)>?(?:\s+"[^"]*")?\s*\)|\[([^\]\n]{1,40})\])/g
/** Pandoc writes classes and ids of what was HTML. */
const ATTRIBUTES = /\)\{[^{}\n]{0,300}\}/g
const HEADING_ATTRIBUTES = /\s\{[#.][^{}\n]{0,300}\}\s*$/
const BARE_URL = /^<?(https?:\/\/[^\s<>]+)>?$/

/** Finding links takes time that grows with both; what passes these is no line of such a page, and has no links. */
const MAX_LINE_CHARS = 50_000
const MAX_BRACKETS = 200

/** The segments of a logical line. `refs` holds what `[text][ref]` leads to. */
export function segmentsOf(line: string, refs: ReadonlyMap<string, string>): Segment[] {
  const bare = BARE_URL.exec(line.trim())
  if (bare?.[1]) return [{ text: '', url: bare[1] }]
  if (line.length > MAX_LINE_CHARS || line.split('[').length > MAX_BRACKETS) {
    return [{ text: line.replace(/\s+/g, ' ').trim(), url: null }].filter(isSomething)
  }
  const text = line.replace(IMAGE, ' ').replace(ATTRIBUTES, ')').replace(HEADING_ATTRIBUTES, '')
  const segments: Segment[] = []
  let from = 0
  for (const match of text.matchAll(LINK)) {
    const url = match[2] ?? refs.get((match[3] ?? '').toLowerCase())
    if (url === undefined) continue
    segments.push({ text: text.slice(from, match.index), url: null })
    segments.push({ text: match[1] ?? '', url })
    from = match.index + match[0].length
  }
  segments.push({ text: text.slice(from), url: null })
  return segments.map((segment) => ({ ...segment, text: tidy(segment.text) })).filter(isSomething)
}

const isSomething = ({ text, url }: Segment) => text !== '' || url !== null

/** Hard line breaks of Markdown, its escapes, and what is left of a picture. */
function tidy(text: string): string {
  return text
    .replace(/\\+(?=\s|$)/g, ' ')
    .replace(/\\([\][*_#`~>|!(){}-])/g, '$1')
    .replace(/\*\*(\S(?:[^*]*\S)?)\*\*/g, '$1')
    .replace(/\s+/g, ' ')
    .trim()
}
