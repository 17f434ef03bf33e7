import { ask } from './ask.ts'
import type { Context } from './context.ts'
import { isTerminal } from './terminal.ts'
import { UsageError } from './usage-error.ts'

/** Asks before something is done that cannot simply be undone; `--yes` is the answer of a script. */
export async function isSure(
  context: Context,
  { yes }: { yes?: boolean },
  question: string,
): Promise<boolean> {
  if (yes) return true
  const { stdin, stderr, env } = context.surroundings
  if (!(stdin.isTTY && isTerminal(stderr, env)))
    throw new UsageError('This asks first, which needs a terminal. With --yes it does not ask.')
  if (await ask(context.surroundings, question)) return true
  context.tell('Nothing was changed.')
  return false
}
