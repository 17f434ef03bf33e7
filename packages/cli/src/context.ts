import { createClient, type PaperboyClient } from '@paperboy/client'
import type { Command } from 'commander'
import { connection } from './connection.ts'
import { type Surroundings, type Terminal, terminal } from './terminal.ts'

/** What every command gets. */
export type Context = Terminal & {
  client: PaperboyClient
  json: boolean
  surroundings: Surroundings
}

type GlobalOptions = { url?: string; key?: string; json?: boolean }
type Outcome = number | undefined

/** Makes a commander action of a command, which answers its exit code if that is not 0. */
export function action<Options>(
  surroundings: Surroundings,
  exit: (code: number) => void,
  command: (context: Context, options: Options, args: string[]) => Promise<Outcome>,
) {
  return async function run(this: Command): Promise<void> {
    const options = this.optsWithGlobals<GlobalOptions & Options>()
    const client = createClient(connection(options, surroundings.env))
    const context = { ...terminal(surroundings), client, json: options.json ?? false, surroundings }
    exit((await command(context, options, this.args)) ?? 0)
  }
}

/** The answer as it is for programs, or else what `show` makes of it for people. */
export function report<T>(context: Context, answer: T, show: (answer: T) => string[]): void {
  if (context.json) context.print(JSON.stringify(answer, null, 2))
  else for (const line of show(answer)) context.print(line)
}
