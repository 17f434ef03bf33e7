import type { OpenedIndex } from './paper-index.ts'
import type { Meaning } from './semantic/meaning.ts'
import { describeAcronyms } from './suite/acronyms.suite.ts'
import { describeAdmin } from './suite/admin.suite.ts'
import { describeAnswers } from './suite/answers.suite.ts'
import { describeCursors } from './suite/cursors.suite.ts'
import { describeMeaning } from './suite/meaning.suite.ts'
import { describeNames } from './suite/names.suite.ts'
import { describeSearch } from './suite/search.suite.ts'
import { describeSuggestions } from './suite/suggestions.suite.ts'
import { describeWrites } from './suite/writes.suite.ts'

/** A new engine (or a namespace of its own on one), with no generation yet. */
export type MakeIndex = (options: { now: () => number; meaning?: Meaning }) => Promise<OpenedIndex>

/** What every adapter of the search port promises. */
export function describePaperIndex(name: string, make: MakeIndex): void {
  describeWrites(name, make)
  describeSearch(name, make)
  describeCursors(name, make)
  describeAnswers(name, make)
  describeSuggestions(name, make)
  describeAcronyms(name, make)
  describeNames(name, make)
  describeAdmin(name, make)
  describeMeaning(name, make)
}
