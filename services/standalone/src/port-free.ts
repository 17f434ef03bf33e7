import { once } from 'node:events'
import { createServer } from 'node:net'
import { EnvError } from '@paperboy/service-kit'

/** Before anything is started. Throws an EnvError that says what to do where another program listens there. */
export async function expectFreePort(host: string, port: number): Promise<void> {
  const probe = createServer()
  try {
    await once(probe.listen(port, host), 'listening')
  } catch (error) {
    // What else is wrong with the address is said by the gateway, which listens on it.
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') return
    throw new EnvError([
      `PORT=${port} is taken by another program. Choose another one: PORT=${port < 65_535 ? port + 1 : port - 1} npm start`,
    ])
  } finally {
    probe.close()
  }
}
