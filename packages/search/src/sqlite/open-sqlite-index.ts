import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { AppError, type Log } from '@paperboy/service-kit'
import { cursorBook } from '../cursor.ts'
import { extras } from '../extras.ts'
import type { OpenedIndex } from '../paper-index.ts'
import type { Meaning } from '../semantic/meaning.ts'
import { type Generations, generations } from './generations.ts'
import { sqliteAdmin } from './sqlite-admin.ts'
import { sqliteIndex } from './sqlite-index.ts'
import { unavailable, workerClient } from './worker-client.ts'

type Options = { log: Log; now: () => number; meaning?: Meaning | undefined }

/** `sqlite:path` or `sqlite::memory:` (a folder of its own, gone after `close`). */
export async function openSqliteIndex(url: string, options: Options): Promise<OpenedIndex> {
  const memory = url === 'sqlite::memory:'
  const folder = memory ? mkdtempSync(join(tmpdir(), 'paperboy-search-')) : undefined
  const path = folder ? join(folder, 'search.db') : pathOf(url)
  mkdirSync(dirname(path), { recursive: true })
  const files = generations(path)
  const deps = { files, writer: workerClient(), reader: workerClient() }
  await setAsideUnreadable(deps.reader, files, options.log)
  return {
    index: sqliteIndex({
      ...deps,
      currentFile: (index) => fileOf(files, index),
      cursors: cursorBook(options.now),
      now: options.now,
      meaning: options.meaning,
      extra: extras(options.log),
    }),
    admin: sqliteAdmin({ ...deps, fileOf: (index) => fileOf(files, index) }),
    async close() {
      await Promise.all([deps.reader.close(), deps.writer.close()])
      if (folder) rmSync(folder, { recursive: true, force: true })
    },
  }
}

function pathOf(url: string): string {
  const path = url.slice('sqlite:'.length).replace(/^\/\/(?=\/)/, '')
  if (path === '')
    throw new AppError('BAD_REQUEST', 'SEARCH_URL=sqlite: needs a path, such as sqlite:data/search.db.')
  return resolve(path)
}

function fileOf(files: Generations, index: string | undefined): string {
  const name = index ?? files.current()
  if (name === null) throw unavailable('There is no search index yet; it is being built.')
  return files.file(name)
}

/** A damaged current generation counts as none: the indexer then builds a new one from the truth. */
async function setAsideUnreadable(
  reader: ReturnType<typeof workerClient>,
  files: Generations,
  log: Log,
): Promise<void> {
  const current = files.current()
  if (current === null) return
  try {
    await reader.call('check', { file: files.file(current) })
  } catch (error) {
    log.warn({ err: error, index: current }, 'search index unreadable, set aside')
    await reader.call('close', { file: files.file(current) })
    files.remove(current)
  }
}
