import { existsSync } from 'node:fs'
import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

const folder = join(import.meta.dirname, '..')
const file = join(folder, 'package.json')
/** Left over where packing was killed: then it is the true one. */
const kept = join(folder, '.package.json.kept')

/**
 * In the workspace the package is its sources; what is published is what was built from them. npm knows no
 * other way than two states of the file (pnpm takes `publishConfig.exports` by itself, to the same end).
 */
export async function publishManifest(): Promise<void> {
  await restoreManifest()
  const text = await readFile(file, 'utf8')
  const { scripts: _, devDependencies: __, publishConfig, ...manifest } = JSON.parse(text)
  const { exports, ...config } = publishConfig
  await writeFile(kept, text)
  await writeFile(file, `${JSON.stringify({ ...manifest, exports, publishConfig: config }, null, 2)}\n`)
}

export async function restoreManifest(): Promise<void> {
  if (existsSync(kept)) await rename(kept, file)
}
