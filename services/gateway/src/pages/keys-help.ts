import { html, type Markup } from './markup.ts'

const keys = [
  ['/', 'Search'],
  ['j', 'Next paper'],
  ['k', 'Paper before'],
  ['o', 'Open it, as Enter does'],
  ['?', 'This list'],
] as const

/** Shown by a script alone, which also makes the keys work. */
export function keysHelp(): Markup {
  return html`<dialog id="keys" aria-labelledby="keys-title">
<h2 id="keys-title">Keyboard</h2>
<dl>${keys.map(([key, act]) => html`<dt><kbd>${key}</kbd></dt><dd>${act}</dd>`)}</dl>
<form method="dialog"><button class="plain" type="submit">Close</button></form>
</dialog>`
}
