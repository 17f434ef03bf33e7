export { FetcherEnv } from './env.ts'
export { readSourceFile, type SourceConfig } from './sources/source-file.ts'
export { type FetcherOptions, startFetcher } from './start-fetcher.ts'
