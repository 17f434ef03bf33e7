import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'

/** A real process whose start function has the given body. */
function service(body: string, options = {}) {
  const kit = new URL('./index.ts', import.meta.url).href
  const code = `
    import { EnvError, runService } from ${JSON.stringify(kit)}
    setInterval(() => {}, 1000)
    const closes = (name, ms = 0) => () => new Promise((done) => setTimeout(() => { console.log('closed ' + name); done() }, ms))
    await runService('sample', async (stack, stopping) => { ${body}; console.log('started') }, ${JSON.stringify(options)})`
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const output = Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')])
  return { child, ended: output.then(([out, err, [code]]) => ({ out, err, code: code as number })) }
}

async function says(child: ChildProcess, words: string): Promise<void> {
  let seen = ''
  for (;;) {
    const [data] = await once(child.stdout!, 'data')
    seen += data
    if (seen.includes(words)) return
  }
}

test('a stop signal closes everything in reverse order and exits 0, also when it comes twice', async () => {
  const { child, ended } = service(`stack.defer(closes('database')); stack.defer(closes('worker', 150))`)
  await says(child, 'started')
  child.kill('SIGTERM')
  child.kill('SIGINT')
  const { out, code } = await ended
  expect(out).toBe('started\nclosed worker\nclosed database\n')
  expect(code).toBe(0)
})

test('faults of the environment are plain lines and exit 1', async () => {
  const { err, code } = await service(`throw new EnvError(['PORT is missing', 'HOST is missing'])`).ended
  expect(err).toBe('The environment is not usable:\n  PORT is missing\n  HOST is missing\n')
  expect(code).toBe(1)
})

test('a failed start is logged, closes what was opened and exits 1', async () => {
  const { out, err, code } = await service(`stack.defer(closes('database')); throw new Error('no luck')`)
    .ended
  expect(out).toBe('closed database\n')
  expect(err).toContain('no luck')
  expect(code).toBe(1)
})

test('an error that nobody catches stops the service with exit 1', async () => {
  const body = `stack.defer(closes('database')); setTimeout(() => Promise.reject(new Error('lost')), 20)`
  const { out, err, code } = await service(body).ended
  expect(out).toBe('started\nclosed database\n')
  expect(err).toContain('lost')
  expect(code).toBe(1)
})

test('a stop signal during the start is told to the start', async () => {
  const body = `stack.defer(closes('database')); console.log('starting')
    await new Promise((done) => stopping.addEventListener('abort', done))`
  const { child, ended } = service(body)
  await says(child, 'starting')
  child.kill('SIGTERM')
  expect(await ended).toMatchObject({ code: 0, out: 'starting\nstarted\nclosed database\n' })
})

test('what does not close in time is left behind with exit 1', async () => {
  const { child, ended } = service(`stack.defer(() => new Promise(() => {}))`, { stopMs: 200 })
  await says(child, 'started')
  child.kill('SIGTERM')
  const { err, code } = await ended
  expect(code).toBe(1)
  expect(err).toContain('did not stop in time')
})
