import { type MailSummary, recipients, type StoredMail } from '../../mailbox/mail-folder.ts'
import { layout, type Site } from '../layout.ts'
import { html, type Markup } from '../markup.ts'

export const MAILS_A_PAGE = 50
const ADDRESS = /(https?:\/\/[^\s<>"]+)/

type Listing = { mails: MailSummary[]; total: number; page: number }

/** What was "sent" where mails go to a folder. */
export function mailsPage(site: Site, { mails, total, page }: Listing): Markup {
  return layout(site, {
    title: 'Mails',
    description: 'Mails that were sent.',
    index: false,
    subscribe: 'own',
    body: html`<h1>Mails</h1>
<p class="count">${total.toLocaleString('en-GB')} in the folder of sent mails</p>
${total === 0 && html`<p class="empty">No mail yet. Subscribe, and the first one is here within seconds.</p>`}
<ul class="mails">${mails.map(
      ({ name, date, to, subject }) => html`<li><a href="${mailPath(name)}">${subject || 'no subject'}<br>
<small>${to} · ${date && html`<time datetime="${date.toISOString()}">${timeText(date)}</time>`}</small></a></li>`,
    )}</ul>
<nav class="pager" aria-label="Pages">
${page > 1 && html`<a class="button plain" rel="prev" href="/mail?page=${page - 1}">Newer</a>`}
${page * MAILS_A_PAGE < total && html`<a class="button" rel="next" href="/mail?page=${page + 1}">Older</a>`}
</nav>`,
  })
}

export function mailPage(site: Site, name: string, { parsed }: StoredMail): Markup {
  const { subject, from, to, date, messageId, html: htmlPart, text } = parsed
  return layout(site, {
    title: subject || 'Mail',
    description: 'A mail that was sent.',
    index: false,
    subscribe: 'own',
    body: html`<section class="sheet">
<h1>${subject || 'no subject'}</h1>
<dl class="facts">
<dt>From</dt><dd>${from?.text}</dd>
<dt>To</dt><dd>${recipients(to)}</dd>
<dt>Date</dt><dd>${date && timeText(date)}</dd>
<dt>Message-ID</dt><dd>${messageId}</dd>
</dl>
<p class="links"><a class="out" href="${mailPath(name)}/raw" download="${name}">Download</a> <a class="out" href="/mail">All mails</a></p>
</section>
${htmlPart && html`<h2>As HTML</h2><iframe class="mail-html" title="The mail as HTML" sandbox="allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation" src="${mailPath(name)}/html"></iframe>`}
${text && html`<h2>As text</h2><pre tabindex="0">${linked(text)}</pre>`}`,
  })
}

function linked(text: string): Markup[] {
  // Splitting by a group keeps what it matched, at the odd places.
  return text
    .split(ADDRESS)
    .map((part, at) =>
      at % 2 === 1 ? html`<a rel="noopener noreferrer" href="${part}">${part}</a>` : html`${part}`,
    )
}

function mailPath(name: string): string {
  return `/mail/${encodeURIComponent(name)}`
}

function timeText(date: Date): string {
  return `${date.toISOString().slice(0, 19).replace('T', ' ')} UTC`
}
