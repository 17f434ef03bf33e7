import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

type Parameter = { required?: boolean; schema?: { default?: unknown } }
type Operation = { parameters?: Parameter[] }
type Document = { paths: Record<string, Record<string, Operation>> }

/** Writes the types of the client's package: what every route takes and answers. */
export async function writeClientTypes(root: string, openapi: string, path: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'paperboy-client-'))
  try {
    const input = join(folder, 'openapi.json')
    await writeFile(input, JSON.stringify(withOptionalDefaults(JSON.parse(openapi))))
    await codegen(root, input, path)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** The document says "required" of what has a default, since the handler always has it; a client need not send it. */
function withOptionalDefaults(document: Document): Document {
  const operations = Object.values(document.paths).flatMap((item) => Object.values(item))
  for (const parameter of operations.flatMap(({ parameters }) => parameters ?? [])) {
    if (parameter.schema?.default !== undefined) parameter.required = false
  }
  return document
}

async function codegen(root: string, input: string, path: string): Promise<void> {
  // In the client's folder, which has the TypeScript that the generator can use: version 7 has no such API.
  const cwd = join(root, 'packages', 'client')
  const program = join(cwd, 'node_modules', 'openapi-typescript', 'bin', 'cli.js')
  const args = [program, input, '--output', join(root, path), '--empty-objects-unknown']
  const child = spawn(process.execPath, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (output += data))
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  if (code !== 0) throw new Error(`openapi-typescript failed:\n${output}`)
}
