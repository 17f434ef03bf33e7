import { createReadStream, existsSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { createZstdDecompress } from 'node:zlib'

const FILES = 5

/** The folder of real data that measuring needs: PAPERBOY_DATA, else `shared/data` beside the repository. */
export function dataFolder(): string {
  const folder = process.env.PAPERBOY_DATA ?? join(import.meta.dirname, '..', '..', '..', 'shared', 'data')
  if (existsSync(join(folder, 'load'))) return folder
  throw new Error(
    `There is no load/ in ${folder}. Set PAPERBOY_DATA to the folder with the real collections.`,
  )
}

/** The first `count` lines of the load files: JSON Lines, one real paper each. */
export async function loadLines(count: number): Promise<string[]> {
  const lines: string[] = []
  for (let n = 0; n < FILES && lines.length < count; n++) {
    const path = join(dataFolder(), 'load', `records-0${n}.jsonl.zst`)
    for await (const line of createInterface({
      input: createReadStream(path).pipe(createZstdDecompress()),
    })) {
      if (lines.push(line) >= count) break
    }
  }
  if (lines.length < count)
    throw new Error(`The load files hold ${lines.length} records, ${count} were asked for.`)
  return lines
}
