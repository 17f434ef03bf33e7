import type { Log } from '@paperboy/service-kit'
import { type Embeddings, openEmbeddings } from './embeddings.ts'
import type { OpenedMeaning, VectorSource } from './meaning.ts'
import { openMeaning } from './open-meaning.ts'

/** The part of the environment that is about embeddings. */
export type EmbeddingsEnv = {
  EMBEDDINGS_URL?: string | undefined
  EMBEDDINGS_MODEL: string
  EMBEDDINGS_KEY?: string | undefined
  EMBEDDINGS_QUERY_PREFIX?: string | undefined
  EMBEDDINGS_TEXT_PREFIX?: string | undefined
}

/** Undefined where no server is named: then searches are by words alone. */
export function configuredEmbeddings(env: EmbeddingsEnv): Embeddings | undefined {
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

export function configuredMeaning(
  env: EmbeddingsEnv & { EMBEDDINGS_MEMORY_MIB: number },
  options: Options,
): OpenedMeaning | undefined {
  const embeddings = configuredEmbeddings(env)
  return embeddings && openMeaning({ ...options, embeddings, maxMiB: env.EMBEDDINGS_MEMORY_MIB })
}
