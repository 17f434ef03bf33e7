import type { ApiKey, KeyScope } from '@paperboy/contracts'
import type { OpenSession } from '@paperboy/database'
import { OPERATOR_KEY_NAME } from '../../http/callers.ts'
import { sessionHash } from '../../http/operator-sessions.ts'
import { html, type Markup } from '../markup.ts'
import { actButton } from './confirm-page.ts'
import { dataTable } from './data-table.ts'
import { csrfField, houseLayout, type Visit } from './house-layout.ts'
import { number, stateTag, timeTag } from './words.ts'

export type TypedKey = { name: string; scope: string; perMinute: string }
type Keys = {
  keys: ApiKey[]
  sessions: OpenSession[]
  typed?: TypedKey
  fault?: string
  /** Made just now: the one time that it is seen. */
  made?: { key: ApiKey; secret: string }
}

const scopes: [KeyScope, string][] = [
  ['ingest', 'feeds dumps and sees what becomes of them'],
  ['read', 'looks at everything, changes nothing'],
  ['all', 'does everything, also with keys'],
  ['client', 'reads the public routes, with a quota of its own'],
]

export function keysPage(visit: Visit, { keys, sessions, typed, fault, made }: Keys): Markup {
  return houseLayout(visit, {
    title: 'Access',
    room: 'Access',
    body: html`<h1>Access</h1>
${made && newKey(made)}
<h2>Keys</h2>
<p>Beside <code>OPERATOR_KEY</code>, which may do everything, there are these. Sent as <code>Authorization: Bearer KEY</code>; those that read or do everything also sign in here.</p>
${keys.length === 0 ? html`<p class="empty">No other key so far.</p>` : keyTable(visit, keys)}
${visit.mayAct && keyForm(visit, typed ?? { name: '', scope: 'ingest', perMinute: '' }, fault)}
<section aria-labelledby="sessions"><h2 id="sessions">Signed in</h2>
${sessionTable(visit, sessions)}
${visit.mayAct && actButton(visit, { act: 'end-sessions', name: 'Sign out everybody else…' })}
</section>`,
  })
}

function newKey({ key, secret }: { key: ApiKey; secret: string }): Markup {
  return html`<div class="notice" role="status"><p>The key <b>${key.name}</b>. It is shown now and never again:</p>
<p><code class="secret">${secret}</code></p></div>`
}

const keyColumns = [
  { name: 'Key' },
  { name: 'May' },
  { name: 'Made', wide: true },
  { name: 'Last used', wide: true },
  { name: 'Act', wide: true },
] as const

function keyTable(visit: Visit, keys: ApiKey[]): Markup {
  return dataTable({ label: 'Keys', columns: keyColumns, rows: keys.map((key) => keyRow(visit, key)) })
}

function keyRow(visit: Visit, key: ApiKey) {
  const { id, name, scope, perMinute, createdBy, createdAt, lastUsedAt, revokedAt } = key
  return [
    html`${name}<br><small>${id}</small>`,
    html`${stateTag(revokedAt ? 'revoked' : scope)}${perMinute !== null && html`<br><small>${number(perMinute)} a minute</small>`}`,
    html`${timeTag(createdAt)}<br><small>by ${createdBy}</small>`,
    revokedAt ? html`revoked ${timeTag(revokedAt)}` : (timeTag(lastUsedAt) ?? 'never'),
    visit.mayAct && !revokedAt && actButton(visit, { act: 'revoke-key', id, name: 'Revoke…', about: name }),
  ]
}

function keyForm({ session }: Visit, typed: TypedKey, fault?: string): Markup {
  return html`<section class="sheet" aria-labelledby="make"><h2 id="make">Make a key</h2>
<form class="fields" action="/operator/keys" method="post">${csrfField(session)}
${fault && html`<p class="notice bad" role="alert">${fault}</p>`}
<p class="field"><label for="name">Name</label><input id="name" name="name" value="${typed.name}" required maxlength="64" aria-describedby="name-hint"><small id="name-hint">Who or what uses it: it stands in the log</small></p>
<fieldset><legend>What it may do</legend>${scopes.map(([scope, text]) => html`<p class="choice"><input id="scope-${scope}" name="scope" type="radio" value="${scope}"${scope === typed.scope && html` checked`}><label for="scope-${scope}"><b>${scope}</b> – ${text}</label></p>`)}</fieldset>
<p class="field"><label for="perMinute">Requests a minute, of a client</label><input id="perMinute" name="perMinute" type="number" min="1" value="${typed.perMinute}"></p>
<p class="pager"><button type="submit">Make it</button></p></form></section>`
}

const sessionColumns = [
  { name: 'Session' },
  { name: 'Key', wide: true },
  { name: 'Since', wide: true },
  { name: 'Until', wide: true },
] as const

function sessionTable({ session }: Visit, sessions: OpenSession[]): Markup {
  if (sessions.length === 0) return html`<p class="empty">Nobody.</p>`
  const own = sessionHash(session)
  return dataTable({
    label: 'Sessions',
    columns: sessionColumns,
    rows: sessions.map(({ idHash, keyName, createdAt, expiresAt }) => [
      html`<code>${idHash.slice(0, 8)}</code>${idHash === own && ' (this one)'}`,
      keyName ?? OPERATOR_KEY_NAME,
      timeTag(createdAt),
      timeTag(expiresAt),
    ]),
  })
}
