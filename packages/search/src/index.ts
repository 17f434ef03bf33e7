export { openMatcher } from './matching/open-matcher.ts'
export type { OpenedMatcher, SearchMatcher } from './matching/search-matcher.ts'
export { openIndex } from './open-index.ts'
export type { IndexAdmin, IndexedVersion, OpenedIndex, PaperIndex } from './paper-index.ts'
