import type { SearchPage, SearchRequest } from '@paperboy/contracts'
import type { Attempt } from '../answer.ts'
import type { PlaceCursor } from '../cursor.ts'

/** An adapter's search by words. */
export type WordEngine = {
  run(request: SearchRequest, attempt: Attempt<PlaceCursor>): Promise<SearchPage>
}
