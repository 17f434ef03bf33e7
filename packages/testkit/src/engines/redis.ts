import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fromEnvironment } from './address.ts'
import { aptInstall } from './apt-install.ts'
import { startContainer } from './docker.ts'
import { type Engine, firstOf, type Say } from './engine.ts'
import { freePort } from './free-port.ts'
import { onPath } from './on-path.ts'
import { pingRedis } from './ping.ts'
import { startProcess } from './start-process.ts'

const SETTINGS = ['--save', '', '--appendonly', 'no', '--maxmemory-policy', 'noeviction']

/** A Redis that keeps nothing on disk. The one that the environment names is shared; `own` starts another. */
export async function startRedis(say: Say = console.error, { own = false } = {}): Promise<Engine> {
  const given = own ? null : await fromEnvironment('TEST_REDIS_URL', pingRedis)
  if (given) return given
  const remedy =
    'Install redis-server, start Docker, or set TEST_REDIS_URL to a Redis whose data may be deleted.'
  const ways = [
    { how: 'Docker', open: openContainer },
    { how: 'redis-server', open: async () => openProgram(onPath('redis-server', 'valkey-server')) },
    {
      how: 'installation',
      open: async () => {
        await aptInstall(['redis-server'], say)
        return openProgram(onPath('redis-server'))
      },
    },
  ]
  return await firstOf('redis', ways, say, remedy)
}

function openContainer(): Promise<Engine | null> {
  return startContainer({
    image: 'redis:8',
    port: 6379,
    command: ['redis-server', ...SETTINGS],
    url: (address) => `redis://${address}`,
    ready: pingRedis,
  })
}

async function openProgram(program: string | null): Promise<Engine | null> {
  if (!program) return null
  const port = await freePort()
  const folder = await mkdtemp(join(tmpdir(), 'paperboy-redis-'))
  const url = `redis://127.0.0.1:${port}`
  const { pid, stop } = await startProcess({
    command: program,
    args: ['--bind', '127.0.0.1', '--port', String(port), '--dir', folder, ...SETTINGS],
    folder,
    ready: () => pingRedis(url),
    readyTimeoutMs: 20_000,
  })
  return { url, how: program, pid, stop }
}
