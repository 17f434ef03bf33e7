import type { Session } from '../../http/operator-sessions.ts'
import { layout, type Site } from '../layout.ts'
import { html, type Markup } from '../markup.ts'

const rooms = [
  ['/operator', 'Overview'],
  ['/operator/dumps', 'Dumps'],
  ['/operator/sources', 'Sources'],
  ['/operator/deliveries', 'Deliveries'],
  ['/operator/subscribers', 'Subscribers'],
  ['/operator/queue', 'Queue'],
  ['/operator/figures', 'Figures'],
  ['/operator/keys', 'Access'],
  ['/operator/log', 'Log'],
] as const
export type Room = (typeof rooms)[number][1]

/** What a page of the house is shown with: whose it is, and what was just done. */
export type Visit = {
  site: Site
  session: Session
  /** The name of the key. */
  who: string
  /** False: the key may only look. */
  mayAct: boolean
  note?: string | null
}

type Page = { title: string; room: Room; body: Markup }

/** The frame of the operators' pages. */
export function houseLayout({ site, session, note }: Visit, { title, room, body }: Page): Markup {
  return layout(site, {
    title,
    description: 'For operators.',
    index: false,
    subscribe: 'own',
    house: true,
    body: html`<nav class="rooms" aria-label="Operator"><ul>
${rooms.map(([path, name]) => html`<li><a href="${path}"${name === room && html` aria-current="page"`}>${name}</a></li>`)}
<li class="leave"><form action="/operator/sign-out" method="post">${csrfField(session)}<button class="plain" type="submit">Sign out</button></form></li>
</ul></nav>
${note && html`<p class="notice" role="status">${note}</p>`}
${body}`,
  })
}

export function csrfField({ csrf }: Session): Markup {
  return html`<input type="hidden" name="csrf" value="${csrf}">`
}
