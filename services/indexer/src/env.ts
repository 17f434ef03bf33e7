import { settings } from '@paperboy/service-kit'
import { Type } from 'typebox'

const { DATABASE_URL, QUEUE_URL, SEARCH_URL, LOG_LEVEL, HOST, HEALTH_PORT } = settings
const { EMBEDDINGS_URL, EMBEDDINGS_MODEL, EMBEDDINGS_KEY, EMBEDDINGS_TEXT_PREFIX } = settings

/** The variables of an indexer that runs as a process of its own. */
export const IndexerEnv = Type.Object({
  DATABASE_URL,
  QUEUE_URL,
  SEARCH_URL,
  EMBEDDINGS_URL,
  EMBEDDINGS_MODEL,
  EMBEDDINGS_KEY,
  EMBEDDINGS_TEXT_PREFIX,
  LOG_LEVEL,
  HOST,
  HEALTH_PORT,
})
