import { PassThrough, Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { commandTree } from './completion/command-tree.ts'
import { program } from './program.ts'
import { run } from './run.ts'

/** A command in a place without a terminal, environment or gateway. */
async function ran(...args: string[]) {
  return ranWith({}, ...args)
}

async function ranWith(more: Record<string, string>, ...args: string[]) {
  const stdout = new PassThrough()
  const stderr = new PassThrough()
  const env = { PAPERBOY_URL: 'http://127.0.0.1:1', DATA_DIR: '/nowhere', ...more }
  const code = await run(args, { env, stdin: Readable.from([]), stdout, stderr })
  stdout.end()
  stderr.end()
  return { code, out: await text(stdout), err: await text(stderr) }
}

test.each([
  [[], 'Usage: paperboy'],
  [['ingest'], "missing required argument 'files'"],
  [['ingest', '/nowhere/a.txt'], '/nowhere/a.txt is not there'],
  [['ingest', '-', '-'], 'can be read only once'],
  [['ingest', '-', '--date', '2026-02-30'], 'YYYY-MM-DD'],
  [['ingest', '-', '--concurrency', '0'], 'whole number from 1'],
  [['dumps', 'surplus'], 'too many arguments'],
  [['dumps', '--url', 'gopher://x'], 'is not the address of a Paperboy'],
  [['search', 'x', '--sort', 'size'], 'Allowed choices are relevance, trending, newest'],
  [['rejects'], "missing required argument 'dump'"],
  [['undo', 'abc'], 'With --yes it does not ask'],
  [['digest'], 'Usage: paperboy digest'],
  [['digest', 'send', 'today'], 'YYYY-MM-DD'],
  [['digest', 'preview', '2026-11-24', '--html'], '--subscription'],
  [['--loud'], "unknown option '--loud'"],
])('%j is wrong usage', async (args, message) => {
  const { code, out, err } = await ran(...args)
  expect(err).toContain(message)
  expect(out).toBe('')
  expect(code).toBe(2)
})

test.each([['--help'], ['--version'], ['ingest', '--help'], ['help', 'search']])(
  '%s %s is answered on standard output',
  async (...args) => {
    const { code, out, err } = await ran(...args)
    expect(out).toMatch(/^Usage: paperboy|^\d+\.\d+\.\d+\n$/)
    expect(err).toBe('')
    expect(code).toBe(0)
  },
)

test('a gateway that is not there is a failure, not wrong usage', async () => {
  expect(await ran('search', 'x', '--json')).toMatchObject({
    code: 1,
    out: '',
    err: expect.stringMatching(/^paperboy: No answer from .+\(UNREACHABLE\)\n$/),
  })
})

const stdout = new PassThrough()
const surroundings = { env: {}, stdin: Readable.from([]), stdout, stderr: stdout }
const commands = commandTree(program(surroundings, () => {}))
  .filter((node) => node.commands.length === 0)
  .map((node) => node.path.slice(1).replace('/', ' '))

test.each(commands.filter((name) => name !== 'help'))(
  'the help of "%s" says how it is used and how it ends, and has lines to copy',
  async (name) => {
    const { out } = await ran(...name.split(' '), '--help')
    expect(out).toMatch(new RegExp(`^Usage: paperboy ${name}.*\\n\\n\\w`))
    expect(out).toMatch(/\nExit codes:\n {2}0 {2}.+\n {2}1 {2}.+\n {2}2 {2}wrong usage\n/)
    expect(out).toMatch(new RegExp(`\\nExamples:\\n {2}.*paperboy ${name}`))
    const takes = [...(out.match(/^Usage: .*/)?.[0] ?? '').matchAll(/[<[](\w+)(?:\.\.\.)?[>\]]/g)].map(
      ([, arg]) => arg,
    )
    for (const argument of takes.filter((arg) => arg !== 'options'))
      expect(out).toMatch(new RegExp(`\\nArguments:\\n[^]*\\n? {2}${argument} +\\S`))
  },
)

test('wrong usage says where help is', async () => {
  const where = (args: string[]) => ran(...args).then(({ err }) => err)
  expect(await where(['ingest'])).toBe(
    `paperboy: missing required argument 'files'\nSee "paperboy ingest --help".\n`,
  )
  expect(await where(['key', 'add', 'x'])).toContain('See "paperboy key add --help".')
  expect(await where(['nonsense'])).toContain('See "paperboy --help".')
})

test('what may be copied calls the program as it was called', async () => {
  expect((await ranWith({ npm_command: 'exec' }, 'ingest', '--help')).out).toMatch(
    /\n {2}npx paperboy ingest /,
  )
  expect((await ran('ingest', '--help')).out).not.toContain('npx')
})

test('the help of ingest names its formats and its default', async () => {
  const { out } = await ran('ingest', '--help')
  expect(out).toContain('docs/formats.md')
  expect(out).not.toContain('default: true')
})
