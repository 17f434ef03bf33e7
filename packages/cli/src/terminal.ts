import pc from 'picocolors'

type Stream = { write(text: string): unknown; isTTY?: boolean }

/** Where a command reads and writes: the process, or what a test puts in its place. */
export type Surroundings = {
  env: Record<string, string | undefined>
  stdin: AsyncIterable<Uint8Array> & { isTTY?: boolean }
  stdout: Stream
  stderr: Stream & NodeJS.WritableStream
  /** Aborts when somebody presses Ctrl-C; the process ends right after. */
  interrupted?: AbortSignal
}

/** Results go to `print`; what is for people only, progress and errors, to `tell`. */
export type Terminal = {
  print(line: string): void
  tell(line: string): void
  /** How whoever reads a hint calls this program. */
  self: string
  colours: ReturnType<typeof pc.createColors>
}

export function terminal({ env, stdout, stderr }: Surroundings): Terminal {
  return {
    print: (line) => void stdout.write(`${line}\n`),
    tell: (line) => void stderr.write(`${line}\n`),
    self: calledAs(env),
    colours: pc.createColors(isTerminal(stdout, env) && !env.NO_COLOR),
  }
}

/** In a clone there is no `paperboy` on the path, only `npx paperboy`; npm says when it runs a command so. */
export function calledAs(env: Surroundings['env']): string {
  return env.npm_command === 'exec' ? 'npx paperboy' : 'paperboy'
}

/** Whether lines may be redrawn and coloured there. */
export function isTerminal(stream: Stream, env: Surroundings['env']): boolean {
  return stream.isTTY === true && env.TERM !== 'dumb'
}
