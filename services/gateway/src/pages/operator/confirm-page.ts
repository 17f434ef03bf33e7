import { html, type Markup } from '../markup.ts'
import type { Question } from './acts.ts'
import { csrfField, houseLayout, type Room, type Visit } from './house-layout.ts'

type Asked = {
  act: string
  id: string
  about: string | null
  question: Question
  room: Room
  back: string
}

/** Asks before something is done that cannot simply be undone; nothing has happened yet. */
export function confirmActPage(visit: Visit, { act, id, about, question, room, back }: Asked): Markup {
  return houseLayout(visit, {
    title: question.title,
    room,
    body: html`<section class="sheet narrow">
<h1>${question.title}</h1>
${id && html`<p>${about && html`<b>${about}</b> `}<code>${id}</code></p>`}
<p>${question.text}</p>
<form action="/operator/acts/${act}" method="post">
${csrfField(visit.session)}<input type="hidden" name="id" value="${id}"><input type="hidden" name="sure" value="yes">
<p class="pager"><button class="${question.harmless ? '' : 'danger'}" type="submit">${question.button}</button>
<a class="button plain" href="${back}">Leave it</a></p>
</form>
</section>`,
  })
}

type ActButton = { act: string; id?: string; name: string; about?: string; sure?: boolean }

/** A button that leads to the question, not to the act; `sure`: to an act that needs none. None for who may only look. */
export function actButton(
  { session, mayAct }: Visit,
  { act, id = '', name, about, sure }: ActButton,
): Markup {
  if (!mayAct) return html``
  return html`<form class="act" action="/operator/acts/${act}" method="post">${csrfField(session)}<input type="hidden" name="id" value="${id}">${sure && html`<input type="hidden" name="sure" value="yes">`}
<button class="plain" type="submit">${name}${about && html`<span class="hidden"> ${about}</span>`}</button></form>`
}
