import { type Log, settings } from '@paperboy/service-kit'
import { type Static, Type } from 'typebox'
import { type Embeddings, openEmbeddings } from './embeddings.ts'
import type { OpenedMeaning, VectorSource } from './meaning.ts'
import { openMeaning } from './open-meaning.ts'

const { EMBEDDINGS_URL, EMBEDDINGS_MODEL, EMBEDDINGS_KEY } = settings
const { EMBEDDINGS_QUERY_PREFIX, EMBEDDINGS_TEXT_PREFIX, EMBEDDINGS_MEMORY_MIB } = settings

/** The variables of a process that searches by meaning. */
export const EmbeddingsEnv = Type.Object({
  EMBEDDINGS_URL,
  EMBEDDINGS_MODEL,
  EMBEDDINGS_KEY,
  EMBEDDINGS_QUERY_PREFIX,
  EMBEDDINGS_TEXT_PREFIX,
  EMBEDDINGS_MEMORY_MIB,
})
type EmbeddingsEnv = Static<typeof EmbeddingsEnv>
/** Papers have no queries, and whoever makes vectors keeps none. */
type MakerEnv = Omit<EmbeddingsEnv, 'EMBEDDINGS_QUERY_PREFIX' | 'EMBEDDINGS_MEMORY_MIB'> &
  Pick<Partial<EmbeddingsEnv>, 'EMBEDDINGS_QUERY_PREFIX'>

/** Undefined where no server is named: then searches are by words alone. */
export function configuredEmbeddings(env: MakerEnv): Embeddings | undefined {
  if (!env.EMBEDDINGS_URL) return undefined
  return openEmbeddings({
    url: env.EMBEDDINGS_URL,
    model: env.EMBEDDINGS_MODEL,
    key: env.EMBEDDINGS_KEY,
    queryPrefix: env.EMBEDDINGS_QUERY_PREFIX,
    textPrefix: env.EMBEDDINGS_TEXT_PREFIX,
  })
}

type Options = { source: VectorSource; log: Log }

export function configuredMeaning(env: EmbeddingsEnv, options: Options): OpenedMeaning | undefined {
  const embeddings = configuredEmbeddings(env)
  return embeddings && openMeaning({ ...options, embeddings, maxMiB: env.EMBEDDINGS_MEMORY_MIB })
}
