import { createHash } from 'node:crypto'
import { INDEXED_TEXT_VERSION } from '../indexed-text.ts'
import { indexDefinition } from './index-definition.ts'

/** Part of a generation's name, so that one of another definition is known by it. */
const VERSION = createHash('sha256')
  .update(JSON.stringify([indexDefinition, INDEXED_TEXT_VERSION]))
  .digest('hex')
  .slice(0, 8)

export type Names = {
  /** What readers and the indexer use. */
  alias: string
  /** Matches every generation. */
  pattern: string
  /** A new generation's name. */
  generation(): string
  isGeneration(index: string): boolean
  /** Whether it was made by the present definition. */
  isUpToDate(index: string): boolean
}

/** Names on an engine that others may use too: a prefix keeps them apart. */
export function names(prefix: string): Names {
  const alias = prefix === '' ? 'papers' : `${prefix}-papers`
  const pattern = `${alias}-*`
  return {
    alias,
    pattern,
    generation: () => `${alias}-${VERSION}-${Date.now().toString(36)}-${crypto.randomUUID().slice(0, 8)}`,
    isGeneration: (index) => index.startsWith(`${alias}-`),
    isUpToDate: (index) => index.startsWith(`${alias}-${VERSION}-`),
  }
}

/** Every generation has an alias for writing: a write to one that was dropped fails and creates nothing. */
export const writeAlias = (index: string): string => `write-${index}`
