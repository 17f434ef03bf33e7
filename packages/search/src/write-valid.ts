import type { IndexAction, IndexOutcome } from '@paperboy/contracts'

/** Writes the actions without a fault; one outcome per action, in the order given. */
export async function writeValid(
  actions: IndexAction[],
  faultOf: (action: IndexAction) => string | undefined,
  write: (valid: IndexAction[]) => Promise<IndexOutcome[]>,
): Promise<IndexOutcome[]> {
  const faults = actions.map(faultOf)
  const valid = actions.filter((_, at) => faults[at] === undefined)
  const outcomes = valid.length === 0 ? [] : await write(valid)
  let next = 0
  return actions.map(({ id }, at): IndexOutcome => {
    const reason = faults[at]
    if (reason !== undefined) return { id, kind: 'rejected', reason }
    return outcomes[next++] ?? { id, kind: 'retry', reason: 'the engine said nothing about it' }
  })
}
