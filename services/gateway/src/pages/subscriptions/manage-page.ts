import { timeZones } from '@paperboy/contracts'
import type { ManagedSubscriber } from '@paperboy/database'
import { MAX_PAPERS } from '../../subscriptions/wants-form.ts'
import { layout, type Site } from '../layout.ts'
import { html, type Markup } from '../markup.ts'
import { WEEKDAYS, whenText } from './when-text.ts'

const HOURS = Array.from({ length: 24 }, (_, hour) => hour)

type Manage = { subscriber: ManagedSubscriber; note?: Markup | string | null; fault?: string }

/** Everything a subscriber can change. */
export function managePage(site: Site, { subscriber, note, fault }: Manage): Markup {
  const confirmed = subscriber.state === 'confirmed'
  return layout(site, {
    title: 'Your subscription',
    description: 'Topics, times, pauses.',
    index: false,
    subscribe: 'own',
    body: html`<h1>Your subscription</h1>
<p class="count">${subscriber.email}</p>
${note && html`<p class="notice done" role="status">${note}</p>`}
${fault && html`<p class="notice" role="alert">${fault}</p>`}
${bodyOf(subscriber)}
${leaving(confirmed)}`,
  })
}

function bodyOf(subscriber: ManagedSubscriber): Markup {
  switch (subscriber.state) {
    case 'confirmed':
      return wantsForm(subscriber)
    case 'unsubscribed':
      return againForm(subscriber)
    case 'pending':
      return html`<p class="sheet">Not confirmed yet: no mails come before the button behind the link in the confirmation mail was pressed.</p>`
    default:
      return subscriber.state satisfies never
  }
}

function wantsForm(subscriber: ManagedSubscriber): Markup {
  const { topics, frequency, maxPapers, pausedUntil } = subscriber
  return html`<form method="post" class="sheet fields">
<fieldset><legend>Papers</legend>
${choice('checkbox', { name: 'trending', value: 'yes', label: 'Trending papers of the day', checked: topics.includes(null) })}
<p class="field"><label for="searches">Saved searches, one per line</label>
<textarea id="searches" name="searches" rows="4" spellcheck="false" autocapitalize="none" placeholder="diffusion &quot;image editing&quot;">${topics.filter((topic) => topic !== null).join('\n')}</textarea></p>
</fieldset>
<fieldset><legend>Days</legend>
${choice('radio', { name: 'frequency', value: 'daily', label: 'Daily', checked: frequency === 'daily' })}
${choice('radio', { name: 'frequency', value: 'weekly', label: 'Weekly, on', checked: frequency === 'weekly' })}
<div class="weekdays">${WEEKDAYS.map((day, index) =>
    choice('checkbox', {
      name: 'weekdays',
      value: String(index + 1),
      label: day,
      checked: frequency === 'weekly' ? subscriber.weekdays.includes(index + 1) : index === 0,
    }),
  )}</div>
</fieldset>
<div class="pair">${hourSelect(subscriber)}${zoneInput(subscriber)}</div>
<div class="pair">
<p class="field"><label for="maxPapers">Papers in a mail, at most</label>
<input id="maxPapers" name="maxPapers" type="number" min="1" max="${MAX_PAPERS}" required value="${maxPapers}"></p>
<p class="field"><label for="pausedUntil">Pause: no mails before</label>
<input id="pausedUntil" name="pausedUntil" type="date" value="${pausedUntil ?? ''}"></p>
</div>
<p class="pager"><button type="submit" name="action" value="save">Save</button></p>
</form>`
}

type Choice = { name: string; value: string; label: string; checked: boolean }

function choice(type: 'checkbox' | 'radio', { name, value, label, checked }: Choice): Markup {
  const id = `${name}-${value}`
  return html`<div class="choice"><input id="${id}" type="${type}" name="${name}" value="${value}"${checked && ' checked'}>
<label for="${id}">${label}</label></div>`
}

function hourSelect({ hour }: ManagedSubscriber): Markup {
  return html`<p class="field"><label for="hour">Hour</label><select id="hour" name="hour">
${HOURS.map((each) => html`<option value="${each}"${each === hour && ' selected'}>${each}:00</option>`)}
</select></p>`
}

function zoneInput({ timeZone }: ManagedSubscriber): Markup {
  return html`<p class="field"><label for="timeZone">Time zone</label>
<input id="timeZone" name="timeZone" list="zones" required value="${timeZone}" autocomplete="off" spellcheck="false"></p>
<datalist id="zones">${timeZones().map((zone) => html`<option value="${zone}"></option>`)}</datalist>`
}

function againForm(subscriber: ManagedSubscriber): Markup {
  return html`<form method="post" class="sheet">
<p>You get no mails. Before you left they came ${whenText(subscriber)}.</p>
<p class="pager"><button type="submit" name="action" value="again">Subscribe again</button></p>
</form>`
}

function leaving(confirmed: boolean): Markup {
  return html`<form method="post" class="sheet leave">
${confirmed && html`<button class="plain" type="submit" name="action" value="unsubscribe">Unsubscribe</button>`}
<button class="danger" type="submit" name="action" value="erase">Delete all my data</button>
</form>`
}

/** The step before everything is deleted. */
export function erasePage(site: Site): Markup {
  return layout(site, {
    title: 'Delete all my data',
    description: 'Delete all data of a subscription.',
    index: false,
    subscribe: 'own',
    body: html`<section class="sheet">
<h1>Delete all your data?</h1>
<p>Your address, topics and the list of the mails you got are deleted and cannot be brought back. Only a hash of the
address stays, so that nobody adds it to a list again without you, and one of the link in your mails, so that its
button still answers.</p>
<form method="post" class="leave">
<button class="danger" type="submit" name="action" value="erase-now">Delete everything</button>
<button class="plain" type="submit" name="action" value="keep">Keep it</button>
</form>
</section>`,
  })
}
