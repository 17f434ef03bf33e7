import { settings } from '@paperboy/service-kit'
import { Type } from 'typebox'

const { DATABASE_URL, QUEUE_URL, INBOX_DIR, INGEST_SEEDS, MAX_DUMP_BYTES, MAX_INFLATED_BYTES } = settings
const { LOG_LEVEL, HOST, HEALTH_PORT } = settings

/** The variables of a fetcher that runs as a process of its own. */
export const FetcherEnv = Type.Object({
  DATABASE_URL,
  QUEUE_URL,
  INBOX_DIR,
  INGEST_SEEDS,
  SEEDS_DIR: Type.String({ default: 'seeds', description: 'folder that is fed on the first start' }),
  SOURCES: Type.Optional(
    Type.String({ minLength: 1, description: 'JSON file of the sources that are polled; none if not set' }),
  ),
  MAX_DUMP_BYTES,
  MAX_INFLATED_BYTES,
  LOG_LEVEL,
  HOST,
  HEALTH_PORT,
})
