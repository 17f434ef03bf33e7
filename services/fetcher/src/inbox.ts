import { access, mkdir, readdir, realpath, rename, stat, writeFile } from 'node:fs/promises'
import { join, parse } from 'node:path'
import type { Dump } from '@paperboy/contracts'
import type { DumpsRead } from '@paperboy/database'
import { AppError } from '@paperboy/service-kit'
import { type FeedDeps, feedFile } from './feed-file.ts'
import { isComplete } from './is-complete.ts'

export type InboxDeps = FeedDeps & { dumps: Pick<DumpsRead, 'get'>; now: () => number }

type Fed = { dumpId: string; stamp: string }

/**
 * The watched folder: each complete file is fed once; when its dump has ended it is moved to `done/`
 * or, with a note of why, to `failed/`. `look` does one round; files that are still in work stay.
 */
export async function openInbox(deps: InboxDeps, folder: string): Promise<{ look(): Promise<void> }> {
  for (const name of ['', 'done', 'failed']) await mkdir(join(folder, name), { recursive: true })
  const root = await realpath(folder)
  const fed = new Map<string, Fed>()
  return {
    async look() {
      for (const name of await readdir(root)) {
        const path = join(root, name)
        try {
          await lookAt(deps, { root, name, path }, fed)
        } catch (error) {
          // Another fetcher may have moved it; anything else is tried again in the next round.
          if ((error as NodeJS.ErrnoException).code !== 'ENOENT')
            deps.log.warn({ err: error, name }, 'inbox file skipped')
        }
      }
    },
  }
}

async function lookAt(
  deps: InboxDeps,
  { root, name, path }: { root: string; name: string; path: string },
  fed: Map<string, Fed>,
): Promise<void> {
  if (!(await isComplete(path, name, deps.now()))) return
  const { size, mtimeMs } = await stat(path)
  const stamp = `${size} ${mtimeMs}`
  const known = fed.get(path)
  if (known?.stamp !== stamp) {
    const dumpId = await feed(deps, root, name)
    if (dumpId) fed.set(path, { dumpId, stamp })
    return
  }
  const dump = await deps.dumps.get(known.dumpId)
  if (dump?.status !== 'done' && dump?.status !== 'failed') return
  await settle(root, name, dump)
  fed.delete(path)
}

/** Null when the file cannot become a dump; it is then in `failed/`. */
async function feed(deps: InboxDeps, root: string, name: string): Promise<string | null> {
  try {
    return (await feedFile(deps, join(root, name))).dump.id
  } catch (error) {
    if (!(error instanceof AppError) || error.retryable) throw error
    await moveTo(join(root, 'failed'), root, name, error.message)
    return null
  }
}

function settle(root: string, name: string, dump: Dump): Promise<void> {
  if (dump.status === 'done') return moveTo(join(root, 'done'), root, name)
  return moveTo(join(root, 'failed'), root, name, dump.error?.message ?? 'The dump failed.')
}

/** Never overwrites: a name that is there already gets a number. */
async function moveTo(folder: string, root: string, name: string, reason?: string): Promise<void> {
  const { name: stem, ext } = parse(name)
  let target = join(folder, name)
  for (let n = 2; await exists(target); n++) target = join(folder, `${stem}-${n}${ext}`)
  await rename(join(root, name), target)
  if (reason) await writeFile(`${target}.error.txt`, `${reason}\n`)
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  )
