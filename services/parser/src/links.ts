import { isCodeUrl } from './code-hosts.ts'
import { stripEnd } from './identifiers.ts'

const MAX_URL_CHARS = 2_000
/** Up to a blank, a bracket of mark-up or a CJK sign; TeX writes "\_" for "_". */
const WITH_SCHEME =
  /\bhttps?:\/\/(?:\\(?=[_%#&~])|[^\s<>"`^|\\{}\u3000-\u303f\uff00-\uff0f\uff1a-\uff20\u2028\u2029])+/giu
/** A repository without its scheme: "github.com/x/y", also "https: //github.com/x/y". */
const BARE_CODE =
  /(?<![\w@.:-]|[^\s/:]\/)(?:www\.)?(?:github\.com|gitlab\.com|bitbucket\.org|codeberg\.org|huggingface\.co)\/[\w.-]+\/(?:\\(?=[_%#&~])|[^\s<>"`^|\\{}\u3000-\u303f\uff00-\uff0f\uff1a-\uff20])+/giu
/** Two addresses with only a comma between them. */
const GLUED = /[,;)\]|](?=https?:\/\/)/i

/** The http(s) links of a text, once each, in order; those to code again on their own. */
export function findLinks(text: string): { links: string[]; codeUrls: string[] } {
  const found: { at: number; url: string }[] = []
  const rest = text.replace(WITH_SCHEME, (match: string, at: number) => {
    for (const url of match.split(GLUED)) found.push({ at: at + match.indexOf(url), url })
    return ' '.repeat(match.length)
  })
  for (const match of rest.matchAll(BARE_CODE)) found.push({ at: match.index, url: `https://${match[0]}` })
  const links = found
    .filter(({ url }) => url.length <= MAX_URL_CHARS)
    .sort((a, b) => a.at - b.at)
    .flatMap(({ url }) => httpUrl(stripEnd(url.replace(/\\/g, ''))) ?? [])
  return { links: distinct(links), codeUrls: distinct(links.filter(isCodeUrl)) }
}

/** An address that may stand in a page: http or https, without credentials, scheme and host in lower case. */
export function httpUrl(text: string): string | null {
  const trimmed = text.trim()
  const parts = /^(https?):\/\/([^/?#\\]+)([^\s\\]*)$/i.exec(trimmed)
  if (!parts || trimmed.length > MAX_URL_CHARS || !URL.canParse(trimmed)) return null
  const { username, password, hostname } = new URL(trimmed)
  if (username !== '' || password !== '' || !hostname.includes('.') || hostname.endsWith('.')) return null
  return `${parts[1]?.toLowerCase()}://${parts[2]?.toLowerCase()}${parts[3]}`
}

/** Once each; the same address with and without a slash at its end is one. */
export function distinct(urls: string[]): string[] {
  const seen = new Map<string, string>()
  for (const url of urls) {
    const key = url.replace(/\/$/, '')
    if (!seen.has(key)) seen.set(key, url)
  }
  return [...seen.values()]
}
