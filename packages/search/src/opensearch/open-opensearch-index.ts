import type { Log } from '@paperboy/service-kit'
import { definitionBook } from '../acronyms/definition-book.ts'
import { cursorBook } from '../cursor.ts'
import { extras } from '../extras.ts'
import type { OpenedIndex } from '../paper-index.ts'
import type { Meaning } from '../semantic/meaning.ts'
import { connect } from './connect.ts'
import { allDefinitions, knownDefinitions } from './known-definitions.ts'
import { names } from './names.ts'
import { opensearchAdmin } from './opensearch-admin.ts'
import { opensearchIndex } from './opensearch-index.ts'
import { termFrequencies } from './term-frequencies.ts'

type Options = {
  log: Log
  now: () => number
  meaning?: Meaning | undefined
  stamp?: (() => number | null) | undefined
}

/** The url is `connect`'s. */
export async function openOpensearchIndex(
  url: string,
  { log, now, meaning, stamp = () => null }: Options,
): Promise<OpenedIndex> {
  const { client, prefix } = connect(url)
  const named = names(prefix)
  const { alias } = named
  return {
    index: opensearchIndex({
      ...{ client, names: named, cursors: cursorBook(now) },
      meaning,
      extra: extras(log),
      frequencies: termFrequencies(client, alias, { now, stamp }),
      definitions: definitionBook({
        lookUp: (lookup) => knownDefinitions(client, alias, lookup),
        all: () => allDefinitions(client, alias),
        ...{ now, stamp },
      }),
    }),
    admin: opensearchAdmin(client, named),
    close: async () => client.close(),
  }
}
