import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { FetcherEnv } from '@paperboy/fetcher'
import { GatewayEnv } from '@paperboy/gateway'
import { dkimFaults, mailerSettings } from '@paperboy/mailer'
import { EmbeddingsEnv } from '@paperboy/search'
import { EnvError, loadEnv, settings } from '@paperboy/service-kit'
import { type Static, Type } from 'typebox'

const { HOST, PORT, PUBLIC_URL, DATA_DIR, INBOX_DIR, INGEST_SEEDS, LOG_LEVEL, NODE_ENV } = settings
const { MAX_DUMP_BYTES, MAX_INFLATED_BYTES, RATE_LIMIT_PER_MINUTE } = settings

/** Every address may be given; those that are not are the embedded ones, in the data folder. */
export const Env = Type.Object({
  HOST,
  PORT,
  PUBLIC_URL,
  DATA_DIR,
  DATABASE_URL: Type.Optional(settings.DATABASE_URL),
  QUEUE_URL: Type.Optional(settings.QUEUE_URL),
  SEARCH_URL: Type.Optional(settings.SEARCH_URL),
  ...EmbeddingsEnv.properties,
  SMTP_URL: Type.Optional(settings.SMTP_URL),
  ...mailerSettings,
  BOUNCE_WEBHOOK_SECRET: GatewayEnv.properties.BOUNCE_WEBHOOK_SECRET,
  CLIENT_QUOTAS: GatewayEnv.properties.CLIENT_QUOTAS,
  TRUST_PROXY: GatewayEnv.properties.TRUST_PROXY,
  OPERATOR_KEY: Type.Optional(settings.OPERATOR_KEY),
  INBOX_DIR,
  INGEST_SEEDS,
  SOURCES: FetcherEnv.properties.SOURCES,
  MAX_DUMP_BYTES,
  MAX_INFLATED_BYTES,
  RATE_LIMIT_PER_MINUTE,
  LOG_LEVEL,
  NODE_ENV,
})
export type Env = Static<typeof Env>

/** The environment, checked, with the data folder made. Throws one EnvError that lists every fault. */
export async function readSettings(source: NodeJS.ProcessEnv): Promise<Env & { DATA_DIR: string }> {
  const required = source.NODE_ENV === 'production' ? { OPERATOR_KEY: settings.OPERATOR_KEY } : {}
  const env: Env = loadEnv(Type.Object({ ...Env.properties, ...required }), source, dkimFaults)
  const DATA_DIR = resolve(env.DATA_DIR)
  await mkdir(DATA_DIR, { recursive: true }).catch((error: Error) => {
    throw new EnvError([`DATA_DIR=${JSON.stringify(env.DATA_DIR)} cannot be used: ${error.message}`])
  })
  return { ...env, DATA_DIR }
}

/** The key of the operators' routes: the one given, else one made once and kept where only its owner reads it. */
export async function operatorKey(dataDir: string, given: string | undefined): Promise<string> {
  if (given) return given
  const path = operatorKeyFile(dataDir)
  if (!existsSync(path)) await writeFile(path, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600 })
  return (await readFile(path, 'utf8')).trim()
}

/** Where the key is kept that was made here. */
export function operatorKeyFile(dataDir: string): string {
  return join(dataDir, 'operator-key')
}

export function inboxOf(env: Env): string {
  return env.INBOX_DIR ?? join(env.DATA_DIR, 'inbox')
}

/** Where the mails lie that the gateway shows; undefined when they go to a mail server. */
export function mailFolderOf(env: Env): string | undefined {
  if (env.SMTP_URL === undefined) return join(env.DATA_DIR, 'mail')
  return env.SMTP_URL.startsWith('file:') ? fileURLToPath(env.SMTP_URL) : undefined
}
