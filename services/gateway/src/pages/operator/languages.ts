import type { LanguageCount } from '@paperboy/contracts'
import { html, type Markup } from '../markup.ts'
import { number } from './words.ts'

const names = new Intl.DisplayNames('en', { type: 'language', fallback: 'code' })

/** In which languages the papers of a dump are. */
export function languageList(languages: LanguageCount[]): Markup | null {
  if (languages.length === 0) return null
  return html`<h2>Languages</h2><ul>${languages.map(
    ({ language, papers }) =>
      html`<li>${number(papers)} × ${language ? names.of(language) : 'too short to tell'}</li>`,
  )}</ul>`
}
