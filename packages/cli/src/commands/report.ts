import { type Context, report as show } from '../context.ts'
import { failureText } from '../output/dump-text.ts'
import { languagesText } from '../output/languages-text.ts'
import { nearDuplicateText } from '../output/near-duplicate-text.ts'
import { foundText } from '../output/report-text.ts'

const SECOND_MS = 1_000

export async function report(
  context: Context,
  _options: object,
  [dumpId = '']: string[],
): Promise<undefined> {
  const found = await context.client.dumps.report(dumpId)
  show(context, found, () => {
    const { error, durationMs, status } = found
    const took = durationMs === null ? '' : ` after ${(durationMs / SECOND_MS).toFixed(1)} s`
    return [
      `${error ? failureText(found) : status}${took}`,
      ...foundText(found),
      ...languagesText(found.languages),
      ...found.nearDuplicates.items.flatMap(nearDuplicateText),
    ]
  })
}
