import type { LanguageCount } from '@paperboy/contracts'
import { printable } from './printable.ts'

/** "languages: en 210, de 3, unknown 1"; nothing for no papers. */
export function languagesText(languages: LanguageCount[]): string[] {
  if (languages.length === 0) return []
  const counts = languages.map(
    ({ language, papers }) => `${printable(language ?? 'unknown')} ${papers.toLocaleString('en')}`,
  )
  return [`languages: ${counts.join(', ')}`]
}
