import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'

const NAME = /^papers-[a-z0-9]+-[a-z0-9]+$/

export type Generations = {
  name(): string
  file(index: string): string
  current(): string | null
  promote(index: string): void
  list(): string[]
  remove(index: string): void
}

/** Generations are files beside `path`; the file `path` itself holds the name of the current one. */
export function generations(path: string): Generations {
  const file = (index: string) => `${path}.${index}`
  return {
    name: () => `papers-${Date.now().toString(36)}-${crypto.randomUUID().slice(0, 8)}`,
    file,
    current() {
      if (!existsSync(path)) return null
      const name = readFileSync(path, 'utf8').trim()
      return NAME.test(name) && existsSync(file(name)) ? name : null
    },
    promote: (index) => replaceFile(path, `${index}\n`),
    list: () =>
      readdirSync(dirname(path))
        .filter((entry) => entry.startsWith(`${basename(path)}.`))
        .map((entry) => entry.slice(basename(path).length + 1))
        .filter((name) => NAME.test(name))
        .sort(),
    remove(index) {
      for (const suffix of ['', '-wal', '-shm']) rmSync(file(index) + suffix, { force: true })
    },
  }
}

/** The old content or the new, whenever the process or the machine stops. */
function replaceFile(path: string, content: string): void {
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.${crypto.randomUUID()}`)
  const handle = openSync(temporary, 'w')
  try {
    writeSync(handle, content)
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
  renameSync(temporary, path)
  const folder = openSync(dirname(path), 'r')
  fsyncSync(folder)
  closeSync(folder)
}
