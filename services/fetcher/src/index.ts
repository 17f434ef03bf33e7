export { type FetcherOptions, startFetcher } from './start-fetcher.ts'
