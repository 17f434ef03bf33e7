export { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.ts'
export { Env as StandaloneEnv } from './settings.ts'
