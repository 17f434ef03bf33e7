import { layout, type Site } from '../layout.ts'
import { html, type Markup } from '../markup.ts'
import { messagePage } from './message-page.ts'

/** The same for every link, so that looking at it neither changes nor tells anything. */
export function unsubscribePage(site: Site, token: string): Markup {
  return layout(site, {
    title: 'Unsubscribe',
    description: 'Get no more mails from Paperboy.',
    index: false,
    subscribe: 'own',
    body: html`<section class="sheet">
<h1>Unsubscribe</h1>
<p>One press, and no more mails come from Paperboy.</p>
<form method="post"><p class="pager"><button type="submit">Unsubscribe</button></p></form>
<p class="small">Too many mails? You can also get <a href="/subscription/${encodeURIComponent(token)}">fewer, or other ones</a>.</p>
</section>`,
  })
}

export function unsubscribedPage(site: Site, token: string): Markup {
  return messagePage(site, {
    heading: 'You are unsubscribed',
    text: 'No more mails come, also none that were ready to be sent.',
    more: html`<p>Was that a mistake, or do you want your data deleted?
<a href="/subscription/${encodeURIComponent(token)}">Look at your subscription</a>.</p>`,
  })
}

/** For a link of somebody who had all data deleted, and for one that never was. */
export function nothingToUnsubscribePage(site: Site): Markup {
  return messagePage(site, {
    heading: 'Nothing to unsubscribe',
    text: 'No subscription belongs to this link, so no mails come because of it. If some still do, use the link in the newest of them.',
  })
}
