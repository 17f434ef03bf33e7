import type { Wants } from '@paperboy/database'
import { layout, type Site } from '../layout.ts'
import { html, type Markup } from '../markup.ts'
import { whenText } from './when-text.ts'

/** One button: a program that follows every link of a mail confirms nothing. */
export function confirmPage(site: Site, wants: Wants): Markup {
  const searches = wants.topics.filter((topic) => topic !== null)
  return layout(site, {
    title: 'Confirm your subscription',
    description: 'One button, and the papers come.',
    index: false,
    subscribe: 'own',
    oneButton: true,
    body: html`<section class="sheet">
<h1>Confirm your subscription</h1>
<dl class="facts">
<dt>Papers</dt><dd>${wants.topics.includes(null) && 'What is trending'}${searches.map((search) => html`New ones for <q>${search}</q> `)}</dd>
<dt>When</dt><dd>${whenText(wants)}</dd>
</dl>
<form method="post"><p class="pager"><button type="submit">Yes, mail me papers</button></p></form>
<p class="small">If you did not ask for this, close the page: nothing happens.</p>
</section>`,
  })
}
