import type { DumpReport } from '@paperboy/contracts'
import { html, type Markup } from '../markup.ts'
import { number } from './words.ts'

type Found = Pick<DumpReport, 'rejected' | 'guesses' | 'withoutAbstract' | 'withdrawn'>

/** What is worth knowing beside the counts: why records were rejected, and what was guessed. */
export function findings({ rejected, guesses, withoutAbstract, withdrawn }: Found): Markup | null {
  const lines = [
    ...rejected.map(({ code, count, examples }) => {
      const [first] = examples
      return html`<li>${number(count)} × rejected, <code>${code}</code>${first && html`: ${first.reason} First at ${first.position}.`}</li>`
    }),
    ...guesses.map(
      // A guess is a sentence, with its full stop.
      ({ guess, count, position }) =>
        html`<li>${number(count)} × guessed: ${guess} First at ${position}.</li>`,
    ),
    ...(withoutAbstract > 0 ? [html`<li>${number(withoutAbstract)} × a paper without an abstract</li>`] : []),
    ...(withdrawn > 0 ? [html`<li>${number(withdrawn)} × withdrawn by the source</li>`] : []),
  ]
  return lines.length > 0 ? html`<h2>What was found</h2><ul>${lines}</ul>` : null
}
