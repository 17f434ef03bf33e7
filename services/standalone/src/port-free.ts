import { once } from 'node:events'
import { createServer } from 'node:net'
import { EnvError } from '@paperboy/service-kit'

/** Before anything is started. Throws an EnvError where the gateway could not listen there. */
export async function expectFreePort(host: string, port: number): Promise<void> {
  const probe = createServer()
  try {
    await once(probe.listen(port, host), 'listening')
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'EACCES') throw new EnvError([`PORT=${port} is not for this user. Choose one above 1023.`])
    if (code !== 'EADDRINUSE')
      throw new EnvError([`HOST=${JSON.stringify(host)} cannot be listened on: ${message}`])
    throw new EnvError([
      `PORT=${port} is taken by another program. Choose another one: PORT=${port < 65_535 ? port + 1 : port - 1} npm start`,
    ])
  } finally {
    probe.close()
  }
}
