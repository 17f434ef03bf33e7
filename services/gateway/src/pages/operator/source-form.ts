import { type Source, SourceConfig, timeZones } from '@paperboy/contracts'
import { AppError } from '@paperboy/service-kit'
import { Value } from 'typebox/value'
import type { FormFields } from '../../subscriptions/form-fields.ts'
import { html, type Markup } from '../markup.ts'
import { csrfField, type Visit } from './house-layout.ts'

const MIB = 1024 ** 2

/** What stands in the form: text, as it was typed. */
export type SourceText = Record<'name' | 'url' | 'format' | 'cron' | 'timeZone', string> &
  Record<'oai' | 'allowPrivate', boolean> &
  Record<'timeoutSeconds' | 'maxMib' | 'pauseSeconds', string>

export const emptySource: SourceText = {
  ...{
    name: '',
    url: '',
    format: 'auto',
    cron: '0 6 * * *',
    timeZone: 'UTC',
    oai: false,
    allowPrivate: false,
  },
  ...{ timeoutSeconds: '120', maxMib: '256', pauseSeconds: '3' },
}

export function textOf(source: Source): SourceText {
  const { name, url, format, cron, timeZone, oai, allowPrivate } = source
  return {
    ...{ name, url, format, cron, timeZone, oai, allowPrivate },
    timeoutSeconds: String(source.timeoutMs / 1_000),
    maxMib: String(source.maxBytes / MIB),
    pauseSeconds: String(source.pauseMs / 1_000),
  }
}

export function typedSource(fields: FormFields): SourceText {
  const { one } = fields
  return {
    ...{ name: one('name'), url: one('url'), format: one('format') || 'auto', cron: one('cron') },
    ...{
      timeZone: one('timeZone') || 'UTC',
      oai: one('oai') !== '',
      allowPrivate: one('allowPrivate') !== '',
    },
    timeoutSeconds: one('timeoutSeconds') || emptySource.timeoutSeconds,
    maxMib: one('maxMib') || emptySource.maxMib,
    pauseSeconds: one('pauseSeconds') || emptySource.pauseSeconds,
  }
}

/** Throws for what cannot be a source, with a sentence for a person. */
export function configOf(text: SourceText): SourceConfig {
  const { timeoutSeconds, maxMib, pauseSeconds, ...same } = text
  const config = {
    ...same,
    timeoutMs: Math.round(Number(timeoutSeconds) * 1_000),
    maxBytes: Math.round(Number(maxMib) * MIB),
    pauseMs: Math.round(Number(pauseSeconds) * 1_000),
  }
  const [fault] = Value.Errors(SourceConfig, config)
  if (!fault) return config
  const field = fault.instancePath.slice(1)
  const { description } = SourceConfig.properties[field as keyof SourceConfig] as { description?: string }
  const hint = fault.keyword === 'pattern' ? (description ?? fault.message) : fault.message
  throw new AppError('BAD_REQUEST', `${field}: ${hint}.`)
}

type Form = { typed: SourceText; known: boolean; formats: readonly string[]; fault?: string }

export function sourceForm({ session }: Visit, { typed, known, formats, fault }: Form): Markup {
  return html`<form class="fields" action="/operator/sources" method="post">${csrfField(session)}
${fault && html`<p class="notice bad" role="alert">${fault}</p>`}
<p class="field"><label for="name">Name</label>
${
  known
    ? html`<input id="name" name="name" value="${typed.name}" readonly>`
    : html`<input id="name" name="name" value="${typed.name}" required pattern="[a-z0-9][a-z0-9\\-]{0,63}" autocapitalize="none" aria-describedby="name-hint"><small id="name-hint">Small letters, digits and “-”</small>`
}</p>
<p class="field"><label for="url">Address</label><input id="url" name="url" type="text" inputmode="url" value="${typed.url}" required aria-describedby="url-hint">
<small id="url-hint"><code>{day}</code> becomes the present day, <code>{since}</code> the day of the last answer that was read to its end</small></p>
<div class="pair">
<p class="field"><label for="cron">When</label><input id="cron" name="cron" value="${typed.cron}" required autocapitalize="none" aria-describedby="cron-hint">
<small id="cron-hint">Minute, hour, day, month, weekday as in cron: <code>0 6 * * *</code> is every day at six, <code>*/30 * * * *</code> every half hour</small></p>
<p class="field"><label for="timeZone">Time zone</label><input id="timeZone" name="timeZone" list="zones" value="${typed.timeZone}"></p>
</div>
<datalist id="zones">${timeZones().map((zone) => html`<option value="${zone}">`)}</datalist>
<p class="field"><label for="format">Format</label><select id="format" name="format">
${['auto', ...formats].map((name) => html`<option value="${name}"${name === typed.format && html` selected`}>${name === 'auto' ? 'Recognise it' : name}</option>`)}</select></p>
<p class="choice"><input id="oai" name="oai" type="checkbox" value="yes"${typed.oai && html` checked`}><label for="oai">OAI-PMH: the answer goes on in further pages</label></p>
<p class="choice"><input id="allowPrivate" name="allowPrivate" type="checkbox" value="yes"${typed.allowPrivate && html` checked`}><label for="allowPrivate">It may lead into the private network</label></p>
<details><summary>Limits</summary><div class="pair">
${numberField('timeoutSeconds', 'Seconds for one answer', typed.timeoutSeconds)}
${numberField('maxMib', 'MiB of one answer', typed.maxMib)}
${numberField('pauseSeconds', 'Seconds between two pages', typed.pauseSeconds)}
</div></details>
<p class="pager"><button type="submit">${known ? 'Change it' : 'Add it'}</button></p>
</form>`
}

function numberField(name: string, label: string, value: string): Markup {
  return html`<p class="field"><label for="${name}">${label}</label><input id="${name}" name="${name}" type="number" min="0" step="any" value="${value}"></p>`
}
