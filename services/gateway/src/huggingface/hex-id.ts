import { createHash } from 'node:crypto'

/** Hugging Face names things by 24 hex digits; the same name gives the same id. */
export function hexId(name: string): string {
  return createHash('sha256').update(name).digest('hex').slice(0, 24)
}
