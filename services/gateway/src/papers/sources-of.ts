import type { PaperSources } from '@paperboy/contracts'
import { AppError } from '@paperboy/service-kit'
import type { GatewayDeps } from '../deps.ts'
import { findPaper } from './find-paper.ts'

/** Where the facts of the paper of a reference come from. */
export async function sourcesOf(
  { papers, paperSources }: Pick<GatewayDeps, 'papers' | 'paperSources'>,
  reference: string,
): Promise<PaperSources> {
  const { id } = await findPaper(papers, reference)
  const found = await paperSources(id)
  if (!found) throw new AppError('NOT_FOUND', `The paper ${id} is gone since you asked. Ask again.`)
  return found
}
