import type { Paper } from '@paperboy/contracts'
import { bibtex } from './bibtex.ts'
import { csl } from './csl.ts'
import { ris } from './ris.ts'

export type CitationFormat = { type: string; extension: string; write(paper: Paper): string }

/** As files, by the ending of their address. */
export const citationFiles: CitationFormat[] = [
  { type: 'application/x-bibtex', extension: '.bib', write: bibtex },
  { type: 'application/x-research-info-systems', extension: '.ris', write: ris },
  {
    type: 'application/vnd.citationstyles.csl+json',
    extension: '.csl.json',
    // Bibliographies are lists of items.
    write: (paper) => JSON.stringify([csl(paper)]),
  },
]

/** As answers to `Accept`: a single item of CSL, as doi.org answers. */
export const citationAnswers: CitationFormat[] = citationFiles.map((format) =>
  format.extension === '.csl.json' ? { ...format, write: (paper) => JSON.stringify(csl(paper)) } : format,
)
