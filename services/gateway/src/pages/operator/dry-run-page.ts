import type { DryRun } from '@paperboy/contracts'
import { html, type Markup } from '../markup.ts'
import { recordCounts } from './counts.ts'
import { findings } from './findings.ts'
import { houseLayout, type Visit } from './house-layout.ts'
import { rejectItems } from './reject-list.ts'
import { bytesText } from './words.ts'

/** What a dump would do; nothing of it was stored. */
export function dryRunPage(visit: Visit, { filename, found }: { filename: string; found: DryRun }): Markup {
  return houseLayout(visit, {
    title: `Tried: ${filename}`,
    room: 'Dumps',
    body: html`<section class="sheet"><h1>Tried: ${filename}</h1>
<p class="notice">Nothing was stored. This is what the file would do to the papers that are there now.${!found.complete && ' It is larger than a trial looks at: the rest counts nowhere.'}</p>
<p>${bytesText(found.bytes)}, format ${found.format ?? 'not recognised'}${found.date && `, for ${found.date}`}</p>
${recordCounts(found.counts)}
${findings(found)}
<p class="pager"><a class="button" href="/operator/dumps">Back to the dumps</a></p>
</section>
${found.rejects.length > 0 && html`<section aria-labelledby="rejects"><h2 id="rejects">Rejects</h2>${rejectItems(found.rejects)}</section>`}`,
  })
}
