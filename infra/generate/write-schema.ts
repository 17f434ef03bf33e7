import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrate } from '@paperboy/database'
import { startEmbeddedPostgres } from '@paperboy/standalone'

/** Writes the types of all tables, read from an embedded Postgres that has got every migration. */
export async function writeSchema(root: string, path: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'paperboy-schema-'))
  try {
    const postgres = await startEmbeddedPostgres(folder)
    try {
      await migrate(postgres.url)
      await codegen(root, postgres.url, path)
    } finally {
      await postgres.stop()
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function codegen(root: string, url: string, path: string): Promise<void> {
  // Dates without a time stay text, and counts are numbers: the same as the drivers' parsers give.
  const options = ['--date-parser', 'string', '--type-mapping', '{"int8":"number"}']
  const tables = ['--exclude-pattern', 'kysely_*']
  const args = ['--dialect', 'postgres', '--url', url, '--out-file', path, ...options, ...tables]
  const program = join(root, 'node_modules', 'kysely-codegen', 'dist', 'cli', 'bin.js')
  const child = spawn(process.execPath, [program, ...args], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let output = ''
  child.stderr.on('data', (data) => (output += data))
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  if (code !== 0) throw new Error(`kysely-codegen failed:\n${output}`)
}
