import type { Client } from '@opensearch-project/opensearch'
import { faultOf } from '../check-action.ts'
import type { CursorBook } from '../cursor.ts'
import type { PaperIndex } from '../paper-index.ts'
import { suggest } from '../suggestions.ts'
import { writeValid } from '../write-valid.ts'
import { bulkWrite } from './bulk.ts'
import { asking } from './errors.ts'
import { type Names, writeAlias } from './names.ts'
import { searchPage } from './search.ts'
import { similar } from './similar.ts'
import { suggestionSource } from './suggestion-source.ts'
import type { TermFrequencies } from './term-frequencies.ts'

type Deps = { client: Client; names: Names; cursors: CursorBook; frequencies: TermFrequencies }

export function opensearchIndex({ client, names: { alias }, cursors, frequencies }: Deps): PaperIndex {
  return {
    write: (actions, { index, signal } = {}) => {
      frequencies.forget()
      return writeValid(actions, faultOf, (valid) =>
        bulkWrite(client, valid, { alias: index === undefined ? alias : writeAlias(index), signal }),
      )
    },
    search: (request) => searchPage({ client, alias, cursors, frequencies }, request),
    similar: (id, limit) => asking(() => similar({ client, alias, frequencies }, id, limit)),
    suggest: (q, limit) => asking(() => suggest(suggestionSource({ client, alias, frequencies }), q, limit)),
    async refresh(index) {
      await asking(() => client.indices.refresh({ index: index ?? alias }))
      frequencies.forget()
    },
  }
}
