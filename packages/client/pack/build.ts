import { execFileSync } from 'node:child_process'
import { globSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const folder = join(import.meta.dirname, '..')
export const dist = join(folder, 'dist')
const LOCAL_TYPESCRIPT = /(["']\.[^"']*)\.ts(["'])/g

/** JavaScript and types in `dist`: Node strips no types below node_modules. */
export function build(): void {
  rmSync(dist, { recursive: true, force: true })
  const compiler = join(folder, 'node_modules', 'typescript', 'bin', 'tsc')
  execFileSync(process.execPath, [compiler, '-p', 'tsconfig.build.json'], { cwd: folder, stdio: 'inherit' })
  // The compiler rewrites endings in JavaScript and leaves them as they are in declarations.
  for (const name of globSync('**/*.d.ts', { cwd: dist })) {
    const path = join(dist, name)
    writeFileSync(path, readFileSync(path, 'utf8').replace(LOCAL_TYPESCRIPT, '$1.js$2'))
  }
}
