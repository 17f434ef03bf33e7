import type { AppError } from '@paperboy/service-kit'
import { publicMessage } from '../http/errors.ts'
import { layout, type Site } from './layout.ts'
import { html, type Markup } from './markup.ts'
import { searchBox } from './search-form.ts'

const headings: Partial<Record<AppError['code'], string>> = {
  NOT_FOUND: 'Not found',
  WITHDRAWN: 'Withdrawn',
  CURSOR_EXPIRED: 'This page of results is gone',
  CURSOR_MISMATCH: 'This page belongs to another search',
  RATE_LIMITED: 'Too many requests',
  UNAVAILABLE: 'Back in a moment',
  BAD_REQUEST: 'That does not work',
}
const texts: Partial<Record<AppError['code'], string>> = {
  CURSOR_EXPIRED: 'Pages of results are kept for ten minutes. Start again from the first.',
  CURSOR_MISMATCH: 'Start again from the first page.',
}

type At = {
  requestId: string
  /** Leads back to where it was still right. */
  firstPage?: string
  /** An operator has no use for what readers are offered. */
  house: boolean
}

/** What a person sees when something is wrong, and where to go from there. */
export function errorPage(site: Site, fault: AppError, at: At): Markup {
  const heading = headings[fault.code] ?? 'Something went wrong'
  return layout(site, {
    title: heading,
    description: heading,
    index: false,
    ...(at.house && { subscribe: 'own' }),
    body: html`${!at.house && fault.status < 500 && searchBox()}
<section class="error">
<h1>${heading}</h1>
<p>${texts[fault.code] ?? publicMessage(fault)}</p>
<p class="pager">
${at.firstPage && html`<a class="button" href="${at.firstPage}">Start again</a>`}
${at.house ? html`<a class="button plain" href="/operator">Overview</a>` : html`<a class="button plain" href="/">Trending papers</a>`}
</p>
${fault.status >= 500 && html`<p class="small">Request ${at.requestId}</p>`}
</section>`,
  })
}
