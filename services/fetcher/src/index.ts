export { FetcherEnv } from './env.ts'
export { readSourceFile } from './sources/source-file.ts'
export { type FetcherOptions, startFetcher } from './start-fetcher.ts'
