import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { FirstStart } from '@paperboy/database'
import { type FeedDeps, feedFile } from './feed-file.ts'

/**
 * Feeds every file of `folder` on the first start: when the database has no dump. Does so again until
 * all of them are done, so a first start that was cut off goes on. Returns the ids of their dumps.
 */
export async function feedSeeds(
  deps: FeedDeps & { firstStart: FirstStart },
  folder: string,
): Promise<string[]> {
  if (!(await deps.firstStart.begin())) return []
  const files = (await readdir(folder)).filter((name) => !name.startsWith('.')).sort()
  const dumps = []
  for (const name of files) dumps.push((await feedFile(deps, join(folder, name))).dump)
  if (dumps.every((dump) => dump.status === 'done')) await deps.firstStart.finish()
  return dumps.map((dump) => dump.id)
}
