import type { DryRun, DumpReport } from '@paperboy/contracts'
import { countsText, plural } from './dump-text.ts'
import { printable } from './printable.ts'

type Found = Pick<
  DumpReport,
  'format' | 'date' | 'withoutAbstract' | 'withdrawn' | 'rejected' | 'guesses'
> & {
  counts: DumpReport['counts']
}

/** What was found in a dump, from the whole to the single record. */
export function foundText(found: Found): string[] {
  const { format, date, counts, withoutAbstract, withdrawn, rejected, guesses } = found
  return [
    `${format ?? 'unknown format'}, ${date ?? 'no day'}: ${countsText({ counts })}`,
    ...(withoutAbstract > 0 ? [`${plural(withoutAbstract, 'paper')} without abstract`] : []),
    ...(withdrawn > 0 ? [`${plural(withdrawn, 'record')} withdrawn by the source`] : []),
    ...rejected.flatMap(({ code, count, examples }) => [
      `${plural(count, 'reject')} ${code}`,
      ...examples.map(
        ({ position, reason, excerpt }) =>
          `  ${printable(position)}: ${printable(reason)}${excerpt ? ` – ${printable(excerpt)}` : ''}`,
      ),
    ]),
    ...guesses.map(
      ({ guess, count, position }) =>
        `guessed ${count} times, first at ${printable(position)}: ${printable(guess)}`,
    ),
  ]
}

export function dryRunText(report: DryRun): string[] {
  const rest = report.complete ? [] : ['The dump is larger than a dry run looks at: the rest counts nowhere.']
  return [...foundText(report), ...rest]
}
