import { html, type Markup } from '../markup.ts'

export const PROMISE = 'Get trending papers in your email inbox once a day!'
/** Of the local day where a script can tell the zone, else of UTC. */
export const DEFAULT_HOUR = 8
/** People do not see this field and leave it empty; programs that fill in everything do not. */
export const HONEYPOT = 'website'

type Box = { topic?: string; email?: string; fault?: string }

/** The form behind which a subscription begins; with a topic for the papers of that search. */
export function subscribeBox({ topic = '', email = '', fault }: Box = {}): Markup {
  const action = topic ? `/subscribe?${new URLSearchParams({ q: topic })}` : '/subscribe'
  return html`<section class="subscribe" aria-labelledby="subscribe">
<h2 id="subscribe">${topic ? 'Mail me new papers for this search' : PROMISE}</h2>
${topic && html`<p class="topic"><q>${topic}</q></p>`}
<form action="${action}" method="post" data-hour="${DEFAULT_HOUR}">
<label class="hidden" for="email">Email address</label>
<div class="box">
<input id="email" name="email" type="email" value="${email}" maxlength="300" required placeholder="you@example.org"
 autocomplete="email" autocapitalize="none" spellcheck="false"${fault && html` aria-invalid="true" aria-describedby="fault"`}>
<button type="submit">Subscribe</button>
</div>
<p class="trap" aria-hidden="true"><label for="${HONEYPOT}">Leave this empty</label>
<input id="${HONEYPOT}" name="${HONEYPOT}" tabindex="-1" autocomplete="off"></p>
${fault && html`<p class="notice" id="fault" role="alert">${fault}</p>`}
<p class="small">One mail a day at <span data-when>${DEFAULT_HOUR}:00 UTC</span>, or none when nothing is new. Change it or leave with one click.</p>
</form>
</section>`
}
