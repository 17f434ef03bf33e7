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

/** The url is `connect`'s. */
export async function openOpensearchIndex(
  url: string,
  options: { log: Log; now: () => number; meaning?: Meaning | undefined },
): Promise<OpenedIndex> {
  const { client, prefix } = connect(url)
  const named = names(prefix)
  return {
    index: opensearchIndex({
      ...{ client, names: named, cursors: cursorBook(options.now) },
      meaning: options.meaning,
      extra: extras(options.log),
      frequencies: termFrequencies(client, named.alias, options.now),
    }),
    admin: opensearchAdmin(client, named),
    close: async () => client.close(),
  }
}
