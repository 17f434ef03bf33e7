import type { Surroundings } from './terminal.ts'

/** Puts a question to the person at the terminal; all but "y" and "yes" is no. */
export async function ask({ stdin, stderr }: Surroundings, question: string): Promise<boolean> {
  stderr.write(`${question} [y/N] `)
  let typed = ''
  for await (const bytes of stdin) {
    typed += Buffer.from(bytes).toString('utf8')
    if (typed.includes('\n')) break
  }
  return /^\s*y(es)?\s*$/i.test(typed.split('\n')[0] ?? '')
}
