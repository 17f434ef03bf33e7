import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { FirstStart } from '@paperboy/database'
import { type FeedDeps, feedFile } from './feed-file.ts'

/** Feeds every file of `folder` on the first start: when the database has no dump. A start that was cut off goes on. */
export async function feedSeeds(deps: FeedDeps & { firstStart: FirstStart }, folder: string): Promise<void> {
  if (!(await deps.firstStart.begin())) return
  const files = (await readdir(folder)).filter((name) => !name.startsWith('.')).sort()
  for (const name of files) await feedFile(deps, join(folder, name))
  await deps.firstStart.finish()
}
