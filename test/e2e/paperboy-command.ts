import { spawn } from 'node:child_process'
import { join } from 'node:path'
import type { System } from './system.ts'

const PROGRAM = join(import.meta.dirname, '..', '..', 'node_modules', '.bin', 'paperboy')

export type Ended = { code: number | null; out: string; err: string }

/** `npx paperboy …` in the folder of a system: its key is found in `data` there. */
export function paperboy(system: Pick<System, 'url' | 'folder'>, args: string[], input = ''): Promise<Ended> {
  const env = { PATH: process.env.PATH, PAPERBOY_URL: system.url }
  const child = spawn(PROGRAM, args, { cwd: system.folder, env })
  const ended: Ended = { code: null, out: '', err: '' }
  child.stdout.on('data', (data) => (ended.out += data))
  child.stderr.on('data', (data) => (ended.err += data))
  child.stdin.end(input)
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve({ ...ended, code }))
  })
}
