import { execFileSync } from 'node:child_process'
import { PassThrough, Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { run } from '../run.ts'

async function scriptFor(shell: string): Promise<string> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()]
  const code = await run(['completion', shell], { env: {}, stdin: Readable.from([]), stdout, stderr })
  expect(code).toBe(0)
  stdout.end()
  return text(stdout)
}
const bash = await scriptFor('bash')

/** What bash offers when Tab is pressed at the end of the line. */
function offered(line: string): string[] {
  const words = line.split(' ')
  const ask = `${bash}
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _paperboy; printf '%s\\n' "\${COMPREPLY[@]}"`
  const out = execFileSync('bash', ['--norc', '-c', ask, 'bash', ...words], { encoding: 'utf8' })
  return out.split('\n').filter(Boolean)
}

test.each([
  ['paperboy di', ['digest']],
  ['paperboy re', ['rejects', 'report', 'replay', 'reindex', 'requeue']],
  ['paperboy digest ', expect.arrayContaining(['preview', 'send'])],
  ['paperboy --json digest pre', ['preview']],
  ['paperboy digest preview --h', ['--html', '--help']],
  ['paperboy search --sort ', ['relevance', 'trending', 'newest']],
  ['paperboy search --sort n', ['newest']],
  ['paperboy search --limit ', []],
  ['paperboy ingest --da', ['--date']],
  ['paperboy completion z', ['zsh']],
  ['paperboy dumps --js', ['--json']],
])('bash: %s', (line, expected) => {
  expect(offered(line)).toEqual(expected)
})

test('where files are wanted, bash offers its own', () => {
  expect(offered('paperboy ingest some')).toEqual([])
  expect(bash).toContain('complete -o default -F _paperboy paperboy')
})

test('zsh is told what the words mean', async () => {
  const zsh = await scriptFor('zsh')
  expect(zsh).toMatch(/^#compdef paperboy\n/)
  expect(zsh).toContain("'dumps:list what was fed, newest first'")
  expect(zsh).toContain("compadd -- 'relevance' 'trending' 'newest'")
  expect(zsh).toContain('_files')
})

test('another shell is wrong usage', async () => {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()]
  expect(await run(['completion', 'fish'], { env: {}, stdin: Readable.from([]), stdout, stderr })).toBe(2)
})
