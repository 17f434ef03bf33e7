import type { Log } from '@paperboy/service-kit'
import { cursorBook } from '../cursor.ts'
import { extras } from '../extras.ts'
import type { OpenedIndex } from '../paper-index.ts'
import type { Meaning } from '../semantic/meaning.ts'
import { connect } from './connect.ts'
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
  { log, now, meaning, stamp }: Options,
): Promise<OpenedIndex> {
  const { client, prefix } = connect(url)
  const named = names(prefix)
  return {
    index: opensearchIndex({
      ...{ client, names: named, cursors: cursorBook(now) },
      meaning,
      extra: extras(log),
      frequencies: termFrequencies(client, named.alias, { now, stamp }),
    }),
    admin: opensearchAdmin(client, named),
    close: async () => client.close(),
  }
}
