import type { Paper } from '@paperboy/contracts'

/** Where a paper can be read, for citations; empty where nobody said. */
export function paperAddress({ url, arxivId, doi }: Paper): string {
  if (url) return url
  if (arxivId) return `https://arxiv.org/abs/${arxivId}`
  return doi ? `https://doi.org/${doi}` : ''
}
