import { DumpError } from './dump-error.ts'
import { type FormatName, formatNamed, formatNames } from './formats.ts'

/** What an operator asked for: `auto`, or a format by its name or alias. Throws DumpError for any other. */
export function knownFormat(asked: string): 'auto' | FormatName {
  if (asked === 'auto') return 'auto'
  const format = formatNamed(asked)
  if (format) return format.name
  throw new DumpError(
    'DUMP_FORMAT_UNKNOWN',
    `There is no format "${asked}". Known are: ${formatNames.join(', ')}.`,
  )
}
