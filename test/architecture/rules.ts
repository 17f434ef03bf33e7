import { posix } from 'node:path'
import { importsOf, isTest, ownerOf, type SourceFile } from './source-file.ts'

const SCOPE = '@paperboy/'
const MAX_LINES = 300
const GENERATED = ['packages/client/src/rest-api.ts', 'packages/database/src/schema.ts']
const VAGUE_FOLDER = /(^|\/)(utils?|common|helpers?|shared|core|types)\//

/** The table of allowed imports in the design; `services` may use every package but the two named. */
const allowedImports: Record<string, string[]> = {
  contracts: [],
  text: [],
  'service-kit': ['contracts'],
  formats: ['contracts'],
  database: ['contracts', 'service-kit', 'text'],
  queue: ['contracts', 'service-kit'],
  search: ['contracts', 'service-kit', 'text'],
  client: ['contracts'],
  cli: ['client', 'contracts'],
}
const closedToServices = ['testkit', 'cli']

/** Every rule that the file breaks, one line each. `services` are the names of all services. */
/** Entries beside the root: what has to run before anything else is imported, and what tests share. */
const SIDE_ENTRIES = new Set(['@paperboy/service-kit/small-heap', '@paperboy/mailer/suite'])

export function violationsOf(file: SourceFile, services: string[]): string[] {
  return [...importFaults(file, services), ...textFaults(file)].map((fault) => `${file.path}: ${fault}`)
}

function importFaults(file: SourceFile, services: string[]): string[] {
  return importsOf(file).flatMap((name) => {
    if (name.startsWith('.')) return relativeFault(file.path, name)
    if (!name.startsWith(SCOPE)) return []
    const [target = '', ...deeper] = name.slice(SCOPE.length).split('/')
    if (deeper.length > 0 && !SIDE_ENTRIES.has(name))
      return `imports ${name}: only the root of a package may be imported`
    return mayImport(file.path, target, services) ? [] : `must not import ${name}`
  })
}

function relativeFault(path: string, name: string): string[] {
  const { folder } = ownerOf(path)
  const target = posix.join(posix.dirname(path), name)
  return target.startsWith(`${folder}/`) ? [] : [`imports ${name}, which lies outside ${folder}`]
}

function mayImport(path: string, target: string, services: string[]): boolean {
  const { kind, name } = ownerOf(path)
  if (kind === 'test' || kind === 'infra') return true
  if (target === name) return false
  if (target === 'testkit') return isTest(path)
  if (services.includes(target)) return kind === 'services' && name === 'standalone'
  if (kind === 'services') return !closedToServices.includes(target)
  return name === 'testkit' || (allowedImports[name] ?? []).includes(target)
}

function textFaults({ path, text }: SourceFile): string[] {
  const faults: string[] = []
  const lines = text.trimEnd().split('\n').length
  if (lines > MAX_LINES && !GENERATED.includes(path))
    faults.push(`has ${lines} lines, more than ${MAX_LINES}`)
  if (VAGUE_FOLDER.test(path)) faults.push('lies in a folder whose name says nothing')
  if (/\bvi\.(do)?mock\(/i.test(text)) faults.push('mocks a module')
  if (/\bprocess\.env\b/.test(text) && !mayReadEnvironment(path)) {
    faults.push('reads process.env: only load-env.ts and main.ts do')
  }
  return faults
}

function mayReadEnvironment(path: string): boolean {
  return isTest(path) || path.startsWith('infra/') || /(^|\/|-)(main|load-env)\.ts$/.test(path)
}
