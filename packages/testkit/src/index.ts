export { aTar } from './a-tar.ts'
export { aZip } from './a-zip.ts'
export { aRecordFacts, aSearchDocument } from './builders.ts'
export {
  type EmbeddingsBehaviour,
  type EmbeddingsServer,
  embeddingsAnswer,
  startEmbeddings,
} from './embeddings-server.ts'
export { chromiumArguments, findChromium } from './engines/chromium.ts'
export type { Engine, Say } from './engines/engine.ts'
export { startOpenSearch } from './engines/opensearch.ts'
export { startPostgres } from './engines/postgres.ts'
export { pythonWith } from './engines/python.ts'
export { startRedis } from './engines/redis.ts'
export { createTestDatabase, type TestDatabase } from './test-database.ts'
export { waitFor } from './wait-for.ts'
