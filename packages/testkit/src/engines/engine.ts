/** An engine that tests talk to. `how` says where it came from, for the line that the runner prints. */
export type Engine = { url: string; how: string; pid?: number; stop: () => Promise<void> }

export type Say = (line: string) => void

/** One way to get an engine. `null`: this way is not open here, try the next. */
export type Way = { how: string; open: () => Promise<Engine | null> }

/** Takes the first way that works; says why the earlier ones did not, and fails with what to do. */
export async function firstOf(name: string, ways: Way[], say: Say, remedy: string): Promise<Engine> {
  const reasons: string[] = []
  for (const way of ways) {
    try {
      const engine = await way.open()
      if (engine) return engine
    } catch (error) {
      const reason = `${way.how}: ${firstLine(error)}`
      reasons.push(reason)
      say(`${name}: ${reason}`)
    }
  }
  throw new Error([`${name} cannot be had. ${remedy}`, ...reasons.map((reason) => `  ${reason}`)].join('\n'))
}

function firstLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  return message.trim().split('\n')[0] ?? ''
}
