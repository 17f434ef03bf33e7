import { createReadStream } from 'node:fs'
import { access, constants, glob, readdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { UsageError } from '../usage-error.ts'

const STANDARD_INPUT = '-'
/** What a shell would have replaced, had it not been quoted or found nothing. */
const PATTERN = /[*?[{]/

/** Something to feed. */
export type Source = {
  label: string
  filename: string | undefined
  /** null where it is only known at the end */
  bytes: number | null
  open(): AsyncIterable<Uint8Array>
}

/**
 * The files that the names stand for: a folder for all files in it and below, a pattern for what it matches,
 * each once. All are looked at before the first is fed: a slip in the last name feeds nothing.
 */
export async function sources(names: string[], stdin: AsyncIterable<Uint8Array>): Promise<Source[]> {
  if (names.filter((name) => name === STANDARD_INPUT).length > 1)
    throw new UsageError('Standard input (-) can be read only once.')
  const files = new Set<string>()
  for (const name of names) for (const file of await filesOf(name)) files.add(file)
  return Promise.all([...files].map((file) => (file === STANDARD_INPUT ? fromStream(stdin) : fromFile(file))))
}

async function filesOf(name: string): Promise<string[]> {
  if (name === STANDARD_INPUT) return [name]
  const facts = await stat(name).catch(() => null)
  if (facts?.isDirectory()) return filesBelow(name)
  if (facts || !PATTERN.test(name)) return [name]
  const matches = (await Array.fromAsync(glob(name))).sort()
  if (matches.length === 0) throw new UsageError(`Nothing is there that ${name} stands for.`)
  return (await Promise.all(matches.map(filesOf))).flat()
}

/** In the order of their names. Hidden ones are left out: they are no dumps, but what tools leave behind. */
async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true })
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => ({
      path: join(entry.parentPath, entry.name),
      below: join(entry.parentPath, entry.name).slice(folder.length),
    }))
    .filter(({ below }) => !/(^|[/\\])\./.test(below))
    .map(({ path }) => path)
    .sort()
  if (files.length === 0) throw new UsageError(`${folder} is a folder without files.`)
  return files
}

function fromStream(stdin: AsyncIterable<Uint8Array>): Source {
  return { label: 'standard input', filename: undefined, bytes: null, open: () => stdin }
}

async function fromFile(file: string): Promise<Source> {
  try {
    const facts = await stat(file)
    await access(file, constants.R_OK)
    const bytes = facts.isFile() ? facts.size : null
    return { label: file, filename: basename(file), bytes, open: () => createReadStream(file) }
  } catch (error) {
    const reason =
      error instanceof Error && 'code' in error && error.code === 'ENOENT' ? 'is not there' : 'cannot be read'
    throw new UsageError(`${file} ${reason}.`, { cause: error })
  }
}
