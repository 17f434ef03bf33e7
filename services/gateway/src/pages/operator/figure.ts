import { html, type Markup } from '../markup.ts'

type Figure = {
  caption: string
  /** Below the caption: what it says in words, and what the highest is. */
  more: string
  /** What it shows, for whoever does not see it. */
  summary: string
  picture: Markup
  ends: [string | undefined, string | undefined]
  head: string[]
  rows: string[][]
  legend?: Markup
}

/** A picture with its words, and the same figures as a table. */
export function figure({ caption, more, summary, picture, ends, head, rows, legend }: Figure): Markup {
  return html`<figure class="chart"><figcaption><b>${caption}</b> <small>${more}</small></figcaption>
${legend}
<div role="img" aria-label="${summary}">${picture}</div>
<p class="ends"><span>${ends[0]}</span><span>${ends[1]}</span></p>
${
  rows.length === 0
    ? html`<p class="small">Nothing noted yet.</p>`
    : html`<details><summary>As a table<span class="hidden">: ${caption}</span></summary>
<div class="scroll" tabindex="0" role="region" aria-label="${caption}, as a table"><table>
<thead><tr>${head.map((name, at) => html`<th scope="col" class="${at > 0 ? 'n' : ''}">${name}</th>`)}</tr></thead>
<tbody>${rows.map(([first, ...rest]) => html`<tr><th scope="row">${first}</th>${rest.map((cell) => html`<td class="n">${cell}</td>`)}</tr>`)}</tbody></table></div></details>`
}</figure>`
}
