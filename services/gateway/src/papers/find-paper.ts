import { type Paper, withoutAddress } from '@paperboy/contracts'
import { AppError } from '@paperboy/service-kit'
import type { PaperReader } from '../deps.ts'

/** The paper of a reference as a client wrote it; NOT_FOUND says what a reference may be. */
export async function findPaper(papers: Pick<PaperReader, 'find'>, reference: string): Promise<Paper> {
  // Postgres keeps no NUL in text, so no paper has one in an id.
  const paper = reference.includes('\0') ? null : await papers.find(withoutAddress(reference))
  if (paper) return paper
  throw new AppError(
    'NOT_FOUND',
    `There is no paper ${reference.slice(0, 200)}. Use its own id, its arXiv id or its DOI.`,
  )
}
