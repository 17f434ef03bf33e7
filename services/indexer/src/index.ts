export { IndexerEnv } from './env.ts'
export { type IndexerOptions, startIndexer } from './start-indexer.ts'
