import { once } from 'node:events'
import { createServer } from 'node:net'
import { EnvError } from '@paperboy/service-kit'
import { expect, test } from 'vitest'
import { expectFreePort } from './port-free.ts'

test('a port that is taken is said before anything starts, with what to do; a free one stays free', async () => {
  const other = createServer()
  await once(other.listen(0, '127.0.0.1'), 'listening')
  const { port } = other.address() as { port: number }
  const taken = await expectFreePort('127.0.0.1', port).catch((error: unknown) => error)
  expect(taken).toBeInstanceOf(EnvError)
  expect((taken as Error).message).toContain(`PORT=${port + 1} npm start`)
  other.close()
  await once(other, 'close')
  await expectFreePort('127.0.0.1', port)
  await expectFreePort('127.0.0.1', port)
})

test('an address that is not of this machine is a fault of the environment', async () => {
  const wrong = await expectFreePort('203.0.113.1', 0).catch((error: unknown) => error)
  expect(wrong).toBeInstanceOf(EnvError)
  expect((wrong as Error).message).toContain('HOST="203.0.113.1"')
})
