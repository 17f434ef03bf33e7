import type { Session } from '../../http/operator-sessions.ts'
import { layout, type Site } from '../layout.ts'
import { html, type Markup } from '../markup.ts'
import { csrfField } from './house-layout.ts'

type SignIn = { visitor: Session; to: string; fault?: string }

export function signInPage(site: Site, { visitor, to, fault }: SignIn): Markup {
  return layout(site, {
    title: 'Sign in',
    description: 'For operators.',
    index: false,
    subscribe: 'own',
    house: true,
    body: html`<section class="sheet narrow">
<h1>Operator</h1>
<form class="fields" action="/operator/sign-in" method="post">
${csrfField(visitor)}<input type="hidden" name="to" value="${to}">
<p class="field"><label for="key">Operator key</label>
<input id="key" name="key" type="password" required autocomplete="current-password" autocapitalize="none" spellcheck="false"${fault && html` aria-invalid="true" aria-describedby="fault"`}></p>
${fault && html`<p class="notice" id="fault" role="alert">${fault}</p>`}
<p class="pager"><button type="submit">Sign in</button></p>
</form>
<p class="small">The key is <code>OPERATOR_KEY</code>, or else stands in the data folder of this Paperboy: <code>cat data/operator-key</code>, where <code>DATA_DIR</code> does not name another folder. You stay signed in for twelve hours.</p>
</section>`,
  })
}
