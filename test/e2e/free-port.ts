import { randomInt } from 'node:crypto'
import { createServer } from 'node:net'

/** Below what a system gives to those who ask for any port: that is from 32,768 or 49,152 on. */
const LOWEST = 20_000
const EACH = 3_000
const WORKERS = 4
const given = new Set<number>()

/**
 * A port of the loopback interface that nobody listens on now, and that nobody takes before it is used: not who
 * asks for any, nor a test file that runs beside this one. No port is given twice.
 */
export async function freePort(): Promise<number> {
  const worker = Number(process.env.VITEST_POOL_ID ?? 0) % WORKERS
  for (;;) {
    const port = LOWEST + worker * EACH + randomInt(EACH)
    if (given.has(port)) continue
    given.add(port)
    if (await isFree(port)) return port
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(false) : reject(error),
    )
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)))
  })
}
