import type { FactOrigin, FactSource, PaperSources } from '@paperboy/contracts'
import { readable } from '@paperboy/text'
import { html, type Markup } from '../markup.ts'
import { paperPath, shorten } from '../paper-list.ts'
import { houseLayout, type Visit } from './house-layout.ts'
import { number } from './words.ts'

const VALUE_LENGTH = 200

/** Each fact of a paper beside the records that said it. */
export function paperSourcesPage(
  visit: Visit,
  { id, title, sayings, complete, facts }: PaperSources,
): Markup {
  return houseLayout(visit, {
    title: `Sources of: ${title}`,
    room: 'Dumps',
    body: html`<section class="sheet" aria-labelledby="sources"><h1 id="sources">Where the facts of a paper come from</h1>
<p><a href="${paperPath(id)}">${readable(title)}</a></p>
<p class="count">${number(sayings)} different ${sayings === 1 ? 'thing was' : 'things were'} said of it.${!complete && ' More than are looked at here.'}</p>
<dl class="facts list">${facts.map(row)}</dl></section>`,
  })
}

function row({ field, value, sayings, sources }: FactOrigin): Markup {
  return html`<dt>${field}</dt><dd>${shorten(value, VALUE_LENGTH)}
<ul>${sources.map(source)}${sayings > sources.length && html`<li>${number(sayings)} sayings in all have it.</li>`}</ul></dd>`
}

function source({ dumpId, filename, format, date, position }: FactSource): Markup {
  return html`<li><a href="/operator/dumps/${encodeURIComponent(dumpId)}">${filename ?? dumpId}</a>, ${position}, for ${date}${format && html`, ${format}`}</li>`
}
