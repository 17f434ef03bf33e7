import { layout, type Site } from '../layout.ts'
import { html, type Markup } from '../markup.ts'
import { PROMISE, subscribeBox } from './subscribe-box.ts'

type Subscribe = { topic: string; email?: string; fault?: string }

/** The Subscribe box alone: to link to, and to correct what was wrong. */
export function subscribePage(site: Site, { topic, email = '', fault }: Subscribe): Markup {
  return layout(site, {
    title: 'Subscribe',
    description: PROMISE,
    path: '/subscribe',
    index: !fault && !topic,
    subscribe: 'own',
    body: html`<h1>Subscribe</h1>
${subscribeBox({ topic, email, ...(fault && { fault }) })}
${!topic && html`<p>Only some of them? <a href="/">Search for what you are after</a> and press “Mail me new ones”: then you get the new papers of that search. You can have several.</p>`}`,
  })
}

/** Shown to everybody who subscribes, known or not. */
export function sentPage(site: Site, { mailbox }: { mailbox: boolean }): Markup {
  return layout(site, {
    title: 'Look into your inbox',
    description: 'A confirmation mail is on its way.',
    index: false,
    subscribe: 'own',
    body: html`<section class="sheet">
<h1>Look into your inbox</h1>
<p>If the address is right, a mail with a link is on its way. Open the link and press the button there: then the
papers come. Without that, no mails do.</p>
<p class="small">Nothing there after a few minutes? Look into the spam folder. You may subscribe again after ten minutes.</p>
${mailbox && html`<p>This Paperboy puts its mails into a folder instead of sending them: <a href="/mail">read them here</a>.</p>`}
<p class="pager"><a class="button plain" href="/">Trending papers</a></p>
</section>`,
  })
}
