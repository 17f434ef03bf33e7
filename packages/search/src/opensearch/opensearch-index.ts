import type { Client } from '@opensearch-project/opensearch'
import type { SearchRequest } from '@paperboy/contracts'
import type { DefinitionBook } from '../acronyms/definition-book.ts'
import type { Attempt } from '../answer.ts'
import { faultOf } from '../check-action.ts'
import type { CursorBook } from '../cursor.ts'
import type { Extra } from '../extras.ts'
import type { PaperIndex } from '../paper-index.ts'
import type { Meaning } from '../semantic/meaning.ts'
import { similarInMeaning } from '../semantic/similar-in-meaning.ts'
import { suggest } from '../suggestions.ts'
import { writeValid } from '../write-valid.ts'
import { bulkWrite } from './bulk.ts'
import { asking } from './errors.ts'
import { type Names, writeAlias } from './names.ts'
import { run, searchPage } from './search.ts'
import { similar } from './similar.ts'
import { suggestionSource } from './suggestion-source.ts'
import type { TermFrequencies } from './term-frequencies.ts'

type Deps = {
  client: Client
  names: Names
  cursors: CursorBook
  frequencies: TermFrequencies
  definitions: DefinitionBook
  meaning: Meaning | undefined
  extra: Extra
}

export function opensearchIndex(deps: Deps): PaperIndex {
  const { client, cursors, frequencies, definitions, meaning, extra } = deps
  const { alias } = deps.names
  const paged = { client, alias, cursors, frequencies, meaning, extra }
  const forget = () => {
    frequencies.forget()
    definitions.forget()
  }
  const like = {
    engine: { run: (request: SearchRequest, attempt: Attempt) => run(paged, request, attempt) },
    meaning,
    similar: (id: string, limit: number) => asking(() => similar({ client, alias, frequencies }, id, limit)),
  }
  return {
    write: (actions, { index, signal } = {}) => {
      forget()
      return writeValid(actions, faultOf, (valid) =>
        bulkWrite(client, valid, { alias: index === undefined ? alias : writeAlias(index), signal }),
      )
    },
    search: (request) => searchPage({ ...paged, definitions }, request),
    similar: (id, limit) => similarInMeaning(like, id, limit),
    suggest: (q, limit) => asking(() => suggest(suggestionSource({ client, alias, frequencies }), q, limit)),
    async refresh(index) {
      await asking(() => client.indices.refresh({ index: index ?? alias }))
      forget()
    },
  }
}
