import { FetcherEnv } from '@paperboy/fetcher'
import { GatewayEnv } from '@paperboy/gateway'
import { IndexerEnv } from '@paperboy/indexer'
import { MailerEnv } from '@paperboy/mailer'
import { ParserEnv } from '@paperboy/parser'
import { settings } from '@paperboy/service-kit'
import { StandaloneEnv } from '@paperboy/standalone'
import { generatedPage } from './generated-page.ts'

type Setting = { description?: string; default?: unknown }
type Env = { properties: object; required?: string[] }

const processes: Record<string, Env> = {
  standalone: StandaloneEnv,
  fetcher: FetcherEnv,
  parser: ParserEnv,
  indexer: IndexerEnv,
  gateway: GatewayEnv,
  mailer: MailerEnv,
}

export function envPage(): string {
  const read = Object.values(processes).flatMap(({ properties }) => Object.keys(properties))
  // First the settings that services share, in their order; one that nobody reads yet is left out.
  const names = [...new Set([...Object.keys(settings).filter((name) => read.includes(name)), ...read])]
  const intro = `Sources: \`packages/service-kit/src/infrastructure-env.ts\` and the \`env.ts\` of each service.
\`standalone\` is \`npm start\`. A variable that is missing or wrong stops the process at once, with one
line for each fault. The step that changes the schema, \`node packages/database/src/migrate-main.ts\`,
reads \`DATABASE_URL\` alone. In production (\`NODE_ENV=production\`) \`npm start\` requires \`OPERATOR_KEY\`.`
  const heads = ['variable', 'default', 'read by', 'meaning']
  return generatedPage('Environment', intro, [heads, ...names.map(row)])
}

function row(name: string): string[] {
  const readers = Object.entries(processes).filter(([, { properties }]) => name in properties)
  const properties = (readers[0]?.[1].properties ?? {}) as Record<string, Setting>
  const setting = properties[name] ?? {}
  const services = readers.map(([reader]) => reader)
  return [`\`${name}\``, defaultOf(name, setting), services.join(', '), setting.description ?? '']
}

/** A default, or who requires the variable; a process without one does without the variable. */
function defaultOf(name: string, setting: Setting): string {
  if (setting.default !== undefined) return `\`${String(setting.default)}\``
  const requiring = Object.entries(processes).filter(([, { required = [] }]) => required.includes(name))
  if (requiring.length === 0) return 'none'
  return name in StandaloneEnv.properties ? '`npm start` brings its own, else required' : 'required'
}
