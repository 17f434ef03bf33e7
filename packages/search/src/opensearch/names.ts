export type Names = {
  /** What readers and the indexer use. */
  alias: string
  /** Matches every generation. */
  pattern: string
  /** A new generation's name. */
  generation(): string
  isGeneration(index: string): boolean
}

/** Names on an engine that others may use too: a prefix keeps them apart. */
export function names(prefix: string): Names {
  const alias = prefix === '' ? 'papers' : `${prefix}-papers`
  const pattern = `${alias}-*`
  return {
    alias,
    pattern,
    generation: () => `${alias}-${Date.now().toString(36)}-${crypto.randomUUID().slice(0, 8)}`,
    isGeneration: (index) => index.startsWith(`${alias}-`),
  }
}

/** Every generation has an alias for writing: a write to one that was dropped fails and creates nothing. */
export const writeAlias = (index: string): string => `write-${index}`
