import { layout, type Site } from '../layout.ts'
import { html, type Markup } from '../markup.ts'

type Message = { heading: string; text: Markup | string; more?: Markup }

/** A page that says one thing to the owner of a link. */
export function messagePage(site: Site, { heading, text, more }: Message): Markup {
  return layout(site, {
    title: heading,
    description: heading,
    index: false,
    subscribe: 'own',
    body: html`<section class="sheet">
<h1>${heading}</h1>
<p>${text}</p>
${more}
<p class="pager"><a class="button plain" href="/">Trending papers</a></p>
</section>`,
  })
}
