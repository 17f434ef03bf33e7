import { mkdir } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Say } from './engine.ts'
import { onPath } from './on-path.ts'
import { runCommand } from './run-command.ts'

const LOCK_ATTEMPTS = 60
const LOCK_PAUSE_MS = 5_000

let last: Promise<unknown> = Promise.resolve()

/** Installs Debian packages, one call after the other: apt has one lock, and other programs hold it too. */
export function aptInstall(packages: string[], say: Say): Promise<void> {
  const mine = last.then(() => install(packages, say))
  last = mine.catch(() => {})
  return mine
}

async function install(packages: string[], say: Say): Promise<void> {
  if (!onPath('apt-get')) throw new Error('this machine has no apt-get')
  if (process.getuid?.() !== 0) throw new Error('installing with apt-get needs root')
  say(`installing ${packages.join(', ')} with apt-get`)
  // Slim images have no folder for manual pages, and Java's packages fail without it.
  await mkdir('/usr/share/man/man1', { recursive: true })
  await whenUnlocked(['update', '-q'])
  await whenUnlocked(['install', '-y', '-q', '--no-install-recommends', ...packages])
}

async function whenUnlocked(args: string[]): Promise<void> {
  // Services of the packages must not start: the tests start their own.
  const env = { DEBIAN_FRONTEND: 'noninteractive', NEEDRESTART_SUSPEND: '1', RUNLEVEL: '1' }
  for (let attempt = 1; ; attempt++) {
    try {
      await runCommand('apt-get', ['-o', 'DPkg::Lock::Timeout=300', ...args], { env })
      return
    } catch (error) {
      const locked = String(error).includes('Could not get lock')
      if (!locked || attempt === LOCK_ATTEMPTS) throw error
      await sleep(LOCK_PAUSE_MS)
    }
  }
}
