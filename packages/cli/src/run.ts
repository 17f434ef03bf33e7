import { CommanderError } from 'commander'
import { errorText, exitCodeOf } from './error-text.ts'
import { program } from './program.ts'
import { calledAs, type Surroundings } from './terminal.ts'
import { withExamples } from './with-examples.ts'

/** Runs one command and answers its exit code: 0 done, 1 something failed, 2 wrong usage. */
export async function run(args: string[], surroundings: Surroundings): Promise<number> {
  let code = 0
  try {
    const root = program(surroundings, (exitCode) => {
      code = exitCode
    })
    await withExamples(root, calledAs(surroundings.env)).parseAsync(args, { from: 'user' })
  } catch (error) {
    // Commander has printed its own already.
    if (!(error instanceof CommanderError)) surroundings.stderr.write(`paperboy: ${errorText(error)}\n`)
    code = exitCodeOf(error)
  }
  return code
}
