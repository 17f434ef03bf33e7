import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readFile, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { pythonWith } from '@paperboy/testkit'
import type { System } from './system.ts'

const ROOT = join(import.meta.dirname, '..', '..')
const RUNNABLE = /^```(sh|ts|python) runnable\n([\s\S]*?)^```$/gm
/** The first line of a program says under which name its reader puts it down. */
const NAME = /^(?:\/\/|#) ([\w.-]+)$/m
const MARK = '=== block'
const END = 'END_OF_PROGRAM'
const LOG_LINES = 15
const TIMEOUT_MS = 110_000

/**
 * Does what a page of the docs says, as a reader would: one shell from top to bottom, in a folder with a running
 * system, what was installed and the seeds. It ends at the first command that fails. Answers what each block printed.
 */
export async function runPage(system: System, page: string): Promise<string[]> {
  for (const name of ['seeds', 'node_modules'])
    if (!existsSync(join(system.folder, name))) await symlink(join(ROOT, name), join(system.folder, name))
  const text = await readFile(join(ROOT, page), 'utf8')
  const blocks = [...text.matchAll(RUNNABLE)].map(([, language = '', code = '']) => commands(language, code))
  const script = blocks.map((block) => `echo; echo '${MARK}'\n${block}`).join('\n')
  const here = script.replaceAll('http://127.0.0.1:3000', system.url)
  const env = {
    PATH: `${join(ROOT, 'node_modules', '.bin')}:${process.env.PATH}`,
    HOME: system.folder,
    PAPERBOY_URL: system.url,
    PYTHON: await pythonWith([], () => {}),
  }
  const options = { cwd: system.folder, timeout: TIMEOUT_MS, maxBuffer: 50_000_000, env }
  const run = promisify(execFile)('bash', ['--norc', '-euo', 'pipefail', '-c', here], options)
  const { stdout } = await run.catch(async ({ stderr }: { stderr: string }) => {
    const log = (await readFile(system.logFile, 'utf8')).trimEnd().split('\n').slice(-LOG_LINES)
    throw new Error(`${page}: ${stderr}\n${log.join('\n')}`)
  })
  const printed = stdout.split(`${MARK}\n`).slice(1)
  if (printed.length !== blocks.length) throw new Error(`${page}: a block was not reached.`)
  return printed
}

function commands(language: string, code: string): string {
  if (language === 'sh') return code
  const name = NAME.exec(code)?.[1]
  if (!name) throw new Error(`A program does not say its name:\n${code}`)
  const run = language === 'ts' ? 'node' : '"$PYTHON"'
  return `cat > ${name} <<'${END}'\n${code}${END}\n${run} ${name}`
}
