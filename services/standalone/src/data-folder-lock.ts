import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { EnvError } from '@paperboy/service-kit'

/** Whether a process lives; on Linux also that it is not a zombie. */
export async function isAlive(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
  const status = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  return !/^\d+ \(.*\) [ZX]/.test(status)
}

/** Tells a process from a later one with the same id: its start time (Linux), else its id alone. */
async function identity(pid: number): Promise<string> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  const started = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
  return `${pid} ${started ?? ''}`.trim()
}

/**
 * One Paperboy per data folder. The lock of a killed run is recognised (its process is gone) and
 * taken over; that of a living one is an error that says whose it is.
 */
export async function lockDataFolder(dataDir: string): Promise<AsyncDisposable> {
  const path = join(dataDir, 'paperboy.pid')
  const held = (await readFile(path, 'utf8').catch(() => '')).trim()
  const pid = Number(held.split(' ')[0])
  if (pid > 0 && pid !== process.pid && (await isAlive(pid)) && (await identity(pid)) === held) {
    throw new EnvError([
      `Another Paperboy (process ${pid}) uses ${dataDir}. Stop it, or choose another DATA_DIR and PORT.`,
    ])
  }
  await writeFile(path, `${await identity(process.pid)}\n`)
  return { [Symbol.asyncDispose]: () => rm(path, { force: true }) }
}
