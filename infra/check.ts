import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const root = join(import.meta.dirname, '..')
const GENERATOR = 'infra/gen.ts'
const GENERATED = ['docs', 'packages/client/src/rest-api.ts', 'packages/database/src/schema.ts']

type Check = { name: string; command: string[] }
type Result = { name: string; passed: boolean; seconds: string; output: string }

const checks: Check[] = [
  { name: 'format and lint', command: ['biome', 'ci', '.'] },
  { name: 'promises', command: ['oxlint', '--type-aware', '--deny-warnings'] },
  { name: 'types', command: ['tsc', '-p', '.'] },
  { name: 'unused code', command: ['knip', '--no-progress'] },
]
// CI runs all tests after the checks, these among them.
const tests: Check[] = process.argv.includes('--without-tests')
  ? []
  : [{ name: 'unit tests and architecture', command: ['node', 'test/run.ts', '--unit'] }]
// Last, and by themselves: they change the files that the others read.
const generated: Check[] = existsSync(join(root, GENERATOR))
  ? [
      { name: 'generate', command: ['node', GENERATOR] },
      {
        name: 'generated files are fresh',
        command: ['git', 'diff', '--exit-code', '--stat', '--', ...GENERATED],
      },
    ]
  : []

async function run({ name, command }: Check): Promise<Result> {
  const begin = performance.now()
  const [program = '', ...args] = command
  const bin = join(root, 'node_modules', '.bin')
  const child = spawn(program, args, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}`, NO_COLOR: '1' },
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (output += data))
  const code = await new Promise<number>((resolve) => {
    child.once('error', (error) => {
      output += error.message
      resolve(1)
    })
    child.once('close', (exitCode) => resolve(exitCode ?? 1))
  })
  return { name, passed: code === 0, seconds: ((performance.now() - begin) / 1000).toFixed(1), output }
}

// Side by side: the one that takes longest has not enough to do for all cores all the time.
const results = await Promise.all(checks.map(run))
for (const check of [...tests, ...generated]) results.push(await run(check))
for (const { name, output } of results.filter(({ passed }) => !passed)) {
  console.log(`── ${name}\n${output.trim()}\n`)
}
for (const { name, passed, seconds } of results) {
  console.log(`${passed ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)`)
}
process.exitCode = results.every(({ passed }) => passed) ? 0 : 1
