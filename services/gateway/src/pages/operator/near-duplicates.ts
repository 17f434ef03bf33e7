import type { DumpReport, NearDuplicate } from '@paperboy/contracts'
import { readable } from '@paperboy/text'
import { html, type Markup } from '../markup.ts'
import { paperPath } from '../paper-list.ts'
import { number } from './words.ts'

const reasons: Record<NearDuplicate['kind'], string> = {
  same: 'the same title',
  letters: 'a letter or two',
  version: 'the mark of a version',
  subtitle: 'a subtitle',
  word: 'a word',
}

/** Papers that may be one, for a person to look at. */
export function nearDuplicateList({ compared, count, items }: DumpReport['nearDuplicates']): Markup | null {
  if (compared && count === 0) return null
  return html`<h2>May be the same</h2>
${!compared && html`<p class="empty">Its papers are still being compared with all others.</p>`}
<ul>${items.map(pair)}</ul>
${count > items.length && html`<p class="count">${number(count)} pairs in all; the API and the command line list them.</p>`}`
}

function pair({ kind, idsConflict, papers }: NearDuplicate): Markup {
  const differ = kind === 'same' ? reasons.same : `they differ in ${reasons[kind]}`
  return html`<li>${papers.map(({ id, title, arxivId, doi }, at) => html`${at > 0 && ' and '}<a href="${paperPath(id)}">${readable(title)}</a> <small>${arxivId ?? doi ?? id}</small>`)}: ${differ}${idsConflict && ', and their ids conflict'}.</li>`
}
