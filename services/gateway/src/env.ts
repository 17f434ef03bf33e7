import { EmbeddingsEnv } from '@paperboy/search'
import { loadEnv, settings } from '@paperboy/service-kit'
import { type Static, Type } from 'typebox'
import { QUOTAS_PATTERN } from './http/client-quotas.ts'

/** The variables of a gateway that runs as a process of its own. */
export const GatewayEnv = Type.Object({
  HOST: settings.HOST,
  PORT: settings.PORT,
  PUBLIC_URL: settings.PUBLIC_URL,
  DATABASE_URL: settings.DATABASE_URL,
  QUEUE_URL: settings.QUEUE_URL,
  SEARCH_URL: settings.SEARCH_URL,
  ...EmbeddingsEnv.properties,
  OPERATOR_KEY: settings.OPERATOR_KEY,
  MAX_DUMP_BYTES: settings.MAX_DUMP_BYTES,
  MAX_INFLATED_BYTES: settings.MAX_INFLATED_BYTES,
  RATE_LIMIT_PER_MINUTE: settings.RATE_LIMIT_PER_MINUTE,
  CLIENT_QUOTAS: Type.Optional(
    Type.String({
      pattern: QUOTAS_PATTERN,
      description:
        'limits of heavy clients, a comma list of KEY=REQUESTS_PER_MINUTE; they send the key (16 characters or more) as bearer token',
    }),
  ),
  SMTP_URL: Type.Optional(settings.SMTP_URL),
  BOUNCE_WEBHOOK_SECRET: Type.Optional(
    Type.String({
      minLength: 16,
      description: 'signs the bounces that are reported to POST /v1/bounces without the operator key',
    }),
  ),
  TRUST_PROXY: Type.Optional(
    Type.String({
      pattern: '^[0-9a-fA-F.:/]+( *, *[0-9a-fA-F.:/]+)*$',
      description:
        'addresses of the proxies in front, a comma list or CIDR; not set: X-Forwarded-For is not believed',
    }),
  ),
  LOG_LEVEL: settings.LOG_LEVEL,
})
export type GatewayEnv = Static<typeof GatewayEnv>

export function readEnv(source: Record<string, string | undefined>): GatewayEnv {
  return loadEnv(GatewayEnv, source)
}
