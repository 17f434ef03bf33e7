import type { Reject } from '@paperboy/contracts'
import { html, type Markup } from '../markup.ts'

/** Records that became no paper: where, why, and how they begin. */
export function rejectItems(rejects: Reject[]): Markup {
  return html`<ul class="rejects">${rejects.map(
    ({ position, code, reason, excerpt }) =>
      html`<li class="sheet"><p><b>${position}</b>: ${reason} <small>(${code})</small></p>${excerpt && html`<pre tabindex="0">${excerpt}</pre>`}</li>`,
  )}</ul>`
}
