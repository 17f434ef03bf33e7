import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'

/** `path` is relative to the root of the repository. */
export type SourceFile = { path: string; text: string }

const FOLDERS = ['services', 'packages', 'test', 'infra']
const NOT_OURS = ['node_modules', 'data', 'coverage', '.turbo']
const SOURCE = /\.(ts|tsx|mts|mjs|js)$/

export function readSources(root: string): SourceFile[] {
  return FOLDERS.flatMap((folder) => filesUnder(join(root, folder))).map((file) => ({
    path: relative(root, file),
    text: readFileSync(file, 'utf8'),
  }))
}

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return NOT_OURS.includes(entry.name) ? [] : filesUnder(path)
    return SOURCE.test(entry.name) ? [path] : []
  })
}

const STATIC_IMPORT = /^\s*(?:import|export)\s(?:[^'"`;]*?\sfrom\s*)?['"]([^'"]+)['"]/gm
const DYNAMIC_IMPORT = /\bimport\(\s*['"]([^'"]+)['"]/g

export function importsOf({ text }: SourceFile): string[] {
  return [...text.matchAll(STATIC_IMPORT), ...text.matchAll(DYNAMIC_IMPORT)].flatMap(([, name]) => name ?? [])
}

/** The workspace that a file belongs to, e.g. `{ kind: 'packages', name: 'queue' }`; `test` and `infra` are one each. */
export function ownerOf(path: string): { kind: string; name: string; folder: string } {
  const [kind = '', name = ''] = path.split('/')
  return kind === 'services' || kind === 'packages'
    ? { kind, name, folder: `${kind}/${name}` }
    : { kind, name: kind, folder: kind }
}

export function isTest(path: string): boolean {
  return /\.(test|suite)\.tsx?$/.test(path) || /^(test|packages\/testkit)\//.test(path)
}
