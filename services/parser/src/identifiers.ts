export type Identifier = { kind: 'arxiv' | 'doi'; value: string }

/** The archives of arXiv ids before April 2007; without the list any "word/1234567" would be one. */
const ARCHIVES = new Set(
  (
    'acc-phys adap-org alg-geom ao-sci astro-ph atom-ph bayes-an chao-dyn chem-ph cmp-lg comp-gas cond-mat cs ' +
    'dg-ga funct-an gr-qc hep-ex hep-lat hep-ph hep-th math math-ph mtrl-th nlin nucl-ex nucl-th patt-sol physics ' +
    'plasm-ph q-alg q-bio q-fin quant-ph solv-int stat supr-con'
  ).split(' '),
)
const NEW_STYLE = /^(\d{2})(0[1-9]|1[0-2])\.(\d{4,5})(?:v\d+)?$/
const OLD_STYLE =
  /^([a-z]+(?:-[a-z]+)?)(?:\.[a-z]{2,3}(?:-[a-z]{2,3})?)?\/(\d{2}(?:0[1-9]|1[0-2])\d{3})(?:v\d+)?$/
const ARXIV_PREFIX = /^(?:oai:arxiv\.org:|arxiv\s*:\s*)/i
const ARXIV_PAGE =
  /^(?:https?:\/\/)?(?:(?:www\.|export\.)?arxiv\.org\/(?:abs|pdf|html|format|ps|e-print)|(?:www\.)?(?:huggingface\.co|hf\.co)\/papers|(?:www\.)?alphaxiv\.org\/(?:abs|pdf|html|overview)|ar5iv(?:\.labs\.arxiv)?\.org\/(?:abs|html))\/([^?#]+)/i
const DOI_PREFIX = /^(?:(?:urn:)?doi\s*:\s*|doi\s+|info:doi\/)/i
const DOI_PAGE = /^(?:https?:\/\/)?(?:dx\.|www\.)?doi\.org\/([^?#]+)/i
const DOI = /^10\.\d{4,9}(?:\.\d+)*\/\S+$/
const ARXIV_DOI = /^10\.48550\/arxiv\.(.+)$/

const MAX_IDENTIFIER_CHARS = 500

/**
 * Reads a text that as a whole is an identifier: bare, prefixed or a URL. The arXiv id comes without
 * version and archive subject, the DOI in lower case; a DOI that arXiv gives is the arXiv id.
 */
export function readIdentifier(text: string): Identifier | null {
  const trimmed = text.trim()
  if (trimmed.length > MAX_IDENTIFIER_CHARS) return null
  const arxiv = arxivId(trimmed)
  if (arxiv) return { kind: 'arxiv', value: arxiv }
  const doi = readDoi(trimmed)
  const ofArxiv = doi ? arxivId(ARXIV_DOI.exec(doi)?.[1] ?? '') : null
  if (ofArxiv) return { kind: 'arxiv', value: ofArxiv }
  return doi ? { kind: 'doi', value: doi } : null
}

function arxivId(text: string): string | null {
  const page = ARXIV_PAGE.exec(text)?.[1]
  const bare = (page ?? text.replace(ARXIV_PREFIX, ''))
    .toLowerCase()
    .replace(/[\s/.,;:)\]}"']+$/, '')
    .replace(/\.(?:pdf|html)$/, '')
  const recent = NEW_STYLE.exec(bare)
  if (recent) {
    const [, year = '', month = '', number = ''] = recent
    // Numbers have five digits since January 2015, four before.
    const isValid = year >= '07' && number.length === (year >= '15' ? 5 : 4)
    return isValid ? `${year}${month}.${number}` : null
  }
  const old = OLD_STYLE.exec(bare)
  const [, archive = '', number = ''] = old ?? []
  return ARCHIVES.has(archive) ? `${archive}/${number}` : null
}

function readDoi(text: string): string | null {
  const page = DOI_PAGE.exec(text)?.[1]
  const bare = page === undefined ? text.replace(DOI_PREFIX, '') : decodePath(page)
  const doi = stripEnd(bare.toLowerCase())
  return DOI.test(doi) ? doi : null
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

const CLOSERS: Record<string, string> = { ')': '(', ']': '[', '}': '{', '>': '<' }

/** Cuts punctuation off the end; a bracket stays where its partner is inside: "10.1016/s0021(19)52451-6". */
export function stripEnd(text: string): string {
  let end = text.length
  for (; end > 0; end -= 1) {
    const last = text.charAt(end - 1)
    const opener = CLOSERS[last]
    const kept = text.slice(0, end)
    if (opener ? count(kept, last) <= count(kept, opener) : !/[\s.,;:!?'"`*…”’»«]/.test(last)) break
  }
  return text.slice(0, end)
}

const count = (text: string, char: string) => text.split(char).length - 1
