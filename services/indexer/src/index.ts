export { type IndexerOptions, startIndexer } from './start-indexer.ts'
