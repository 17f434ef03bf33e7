import { ask } from '../ask.ts'
import { type Context, report } from '../context.ts'
import { failureText, plural } from '../output/dump-text.ts'
import { printable } from '../output/printable.ts'
import { isTerminal } from '../terminal.ts'
import { UsageError } from '../usage-error.ts'

const FAILED = 1

export type UndoOptions = { yes?: boolean; watch: boolean }

export async function undo(context: Context, options: UndoOptions, [dumpId = '']: string[]): Promise<number> {
  const { client, surroundings } = context
  const { stdin, stderr, env } = surroundings
  if (!options.yes) {
    if (!(stdin.isTTY && isTerminal(stderr, env)))
      throw new UsageError('An undo asks first, which needs a terminal. With --yes it does not ask.')
    const dump = await client.dumps.get(dumpId)
    const what = `${printable(dump.filename ?? 'dump')} of ${dump.date ?? 'no day'}, ${plural(dump.counts.records, 'record')}`
    if (!(await ask(surroundings, `Undo ${what}?`))) {
      context.tell('Nothing was changed.')
      return FAILED
    }
  }
  const begun = await client.dumps.undo(dumpId)
  const dump = options.watch ? await client.dumps.ended(dumpId) : begun
  const undone = dump.error?.code === 'UNDONE'
  const other = dump.status === 'done' || dump.status === 'failed'
  report(context, dump, () => (undone ? [`undone – "${context.self} replay ${dump.id}" brings it back`] : []))
  if (undone || !other) return 0
  context.tell(
    `paperboy: the undo was overtaken: ${dump.error ? failureText(dump) : `the dump is ${dump.status}`}`,
  )
  return FAILED
}
