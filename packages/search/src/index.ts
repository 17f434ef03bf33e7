export { openIndex } from './open-index.ts'
export type { IndexAdmin, IndexedVersion, OpenedIndex, PaperIndex } from './paper-index.ts'
