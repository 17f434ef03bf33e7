export { FetcherEnv } from './env.ts'
export { type FetcherOptions, startFetcher } from './start-fetcher.ts'
