import { type Context, report } from '../context.ts'
import { plural } from '../output/dump-text.ts'
import { printable } from '../output/printable.ts'

const VALUE_LENGTH = 100

/** Each fact of a paper, and below it the records that said it. */
export async function sourcesOf(
  context: Context,
  _options: object,
  [paper = '']: string[],
): Promise<undefined> {
  const { client, colours, tell } = context
  const found = await client.sources(paper)
  report(context, found, ({ facts }) =>
    facts.flatMap(({ field, value, sources }) => [
      `${colours.bold(field)}: ${shortened(printable(value))}`,
      ...sources.map(
        ({ dumpId, filename, date, position }) =>
          `  ${printable(filename ?? 'without a name')}, ${printable(position)}, for ${date} – dump ${dumpId}`,
      ),
    ]),
  )
  const rest = found.complete ? '' : '; more than are looked at'
  tell(`${plural(found.sayings, 'different saying')} of ${printable(found.title)}${rest}`)
}

function shortened(value: string): string {
  return value.length <= VALUE_LENGTH ? value : `${value.slice(0, VALUE_LENGTH).toWellFormed()}…`
}
