import { createReadStream } from 'node:fs'
import { access, constants, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { UsageError } from '../usage-error.ts'

const STANDARD_INPUT = '-'

/** Something to feed. */
export type Source = {
  label: string
  filename: string | undefined
  /** null where it is only known at the end */
  bytes: number | null
  open(): AsyncIterable<Uint8Array>
}

/** All are looked at before the first is fed: a slip in the last name feeds nothing. */
export async function sources(files: string[], stdin: AsyncIterable<Uint8Array>): Promise<Source[]> {
  if (files.filter((file) => file === STANDARD_INPUT).length > 1)
    throw new UsageError('Standard input (-) can be read only once.')
  return Promise.all(files.map((file) => (file === STANDARD_INPUT ? fromStream(stdin) : fromFile(file))))
}

function fromStream(stdin: AsyncIterable<Uint8Array>): Source {
  return { label: 'standard input', filename: undefined, bytes: null, open: () => stdin }
}

async function fromFile(file: string): Promise<Source> {
  try {
    const facts = await stat(file)
    if (facts.isDirectory()) throw new UsageError(`${file} is a folder. Name the files in it.`)
    await access(file, constants.R_OK)
    const bytes = facts.isFile() ? facts.size : null
    return { label: file, filename: basename(file), bytes, open: () => createReadStream(file) }
  } catch (error) {
    if (error instanceof UsageError) throw error
    const reason =
      error instanceof Error && 'code' in error && error.code === 'ENOENT' ? 'is not there' : 'cannot be read'
    throw new UsageError(`${file} ${reason}.`, { cause: error })
  }
}
