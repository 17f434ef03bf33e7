import type { NearDuplicate } from '@paperboy/contracts'
import { printable } from './printable.ts'

/** Two papers, one a line, and above them why they may be one. */
export function nearDuplicateText({ kind, idsConflict, papers }: NearDuplicate): string[] {
  return [
    `may be the same (${kind}${idsConflict ? ', ids conflict' : ''})`,
    ...papers.map(
      ({ id, title, arxivId, doi }) => `  ${printable(title)} – ${printable(arxivId ?? doi ?? id)}`,
    ),
  ]
}
