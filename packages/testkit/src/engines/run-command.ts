import { spawn } from 'node:child_process'

const TAIL_CHARACTERS = 2_000

type Options = { timeoutMs?: number; cwd?: string; env?: Record<string, string> }

/** Runs a command to its end; answers its standard output, or throws with the end of all its output. */
export async function runCommand(command: string, args: string[], options: Options = {}): Promise<string> {
  const child = spawn(command, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: options.timeoutMs ?? 600_000,
    killSignal: 'SIGKILL',
    env: { ...process.env, ...options.env },
    ...(options.cwd && { cwd: options.cwd }),
  })
  let output = ''
  let tail = ''
  child.stdout.on('data', (data: Buffer) => {
    output += data
    tail = (tail + data).slice(-TAIL_CHARACTERS)
  })
  child.stderr.on('data', (data: Buffer) => {
    tail = (tail + data).slice(-TAIL_CHARACTERS)
  })
  const end = await new Promise<string | number>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => resolve(code ?? signal ?? 'unknown'))
  })
  if (end !== 0) throw new Error(`${command} ended with ${end}: ${lastLine(tail)}\n${tail.trim()}`)
  return output
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? ''
}
