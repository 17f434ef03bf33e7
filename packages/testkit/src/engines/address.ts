import type { Engine } from './engine.ts'

/**
 * The address that the environment gives. One that does not answer is a mistake of the caller's, so it
 * ends the search: falling back would test something else than was asked for.
 */
export async function fromEnvironment(
  variable: string,
  ping: (url: string) => Promise<unknown>,
): Promise<Engine | null> {
  const url = process.env[variable]
  if (!url) return null
  try {
    await ping(url)
  } catch (error) {
    throw new Error(`${variable}=${withoutPassword(url)} does not answer. Correct it or unset it.`, {
      cause: error,
    })
  }
  return { url, how: variable, stop: async () => {} }
}

function withoutPassword(url: string): string {
  return url.replace(/:[^:@/]*@/, ':***@')
}
