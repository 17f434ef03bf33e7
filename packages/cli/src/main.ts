#!/usr/bin/env node
import { run } from './run.ts'

// `paperboy search … | head` closes the pipe when it has enough: that is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exitCode = 0
})
const { env, stdin, stdout, stderr } = process
const interruption = new AbortController()
process.once('SIGINT', () => {
  interruption.abort()
  // Once more, with nobody listening: only by the signal does the shell know that the rest of its line is off too.
  process.kill(process.pid, 'SIGINT')
})
const interrupted = interruption.signal
process.exitCode = await run(process.argv.slice(2), { env, stdin, stdout, stderr, interrupted })
