import { readdir, readFile, readlink, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** A file that has not changed for so long is taken, if nobody has it open for writing. */
const QUIET_MS = 2_000
const UNFINISHED = /^\.|\.(part|partial|tmp|temp|crdownload|download|filepart)$/i
const O_ACCMODE = 0o3

/** Whether a file in the inbox is written to the end, as far as that can be told from outside. */
export async function isComplete(path: string, name: string, now: number): Promise<boolean> {
  if (UNFINISHED.test(name)) return false
  const file = await stat(path)
  if (!file.isFile() || now - Math.max(file.mtimeMs, file.ctimeMs) < QUIET_MS) return false
  return !(await isOpenForWriting(path))
}

/** Linux: looks through the open files of the processes we may look at. Elsewhere the quiet time alone decides. */
async function isOpenForWriting(path: string): Promise<boolean> {
  const processes = await readdir('/proc').catch(() => [])
  for (const pid of processes.filter((entry) => /^\d+$/.test(entry))) {
    const folder = join('/proc', pid, 'fd')
    for (const fd of await readdir(folder).catch(() => [])) {
      if ((await readlink(join(folder, fd)).catch(() => '')) !== path) continue
      const info = await readFile(join('/proc', pid, 'fdinfo', fd), 'utf8').catch(() => '')
      const flags = Number.parseInt(/^flags:\s+(\d+)/m.exec(info)?.[1] ?? '0', 8)
      if ((flags & O_ACCMODE) !== 0) return true
    }
  }
  return false
}
