import type { Dump, Paper, Reject, SearchPage } from '@paperboy/contracts'
import { waitFor } from '@paperboy/testkit'
import type { System } from './system.ts'

const DONE_MS = 110_000

type Content = string | Uint8Array<ArrayBuffer>

export type PaperPage = Pick<SearchPage, 'total' | 'nextCursor' | 'notice' | 'facets'> & { items: Paper[] }

/** The REST API as a client of a test sees it. */
export function api(system: Pick<System, 'url' | 'operatorKey'>) {
  const auth = { authorization: `Bearer ${system.operatorKey}` }

  async function get<T>(path: string): Promise<T> {
    const response = await fetch(`${system.url}${path}`, { headers: auth })
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
    return (await response.json()) as T
  }

  async function post<T>(path: string, body?: Content): Promise<{ status: number; body: T }> {
    const response = await fetch(`${system.url}${path}`, {
      method: 'POST',
      headers: auth,
      body: body ?? null,
    })
    return { status: response.status, body: (await response.json()) as T }
  }

  const dump = (id: string) => get<Dump>(`/v1/dumps/${id}`)
  return {
    get,
    post,
    dump,
    feed: (content: Content, query = '') => post<Dump>(`/v1/dumps${query}`, content),
    papers: (query: string) => get<PaperPage>(`/v1/papers?${query}`),
    rejects: async (id: string) => (await get<{ items: Reject[] }>(`/v1/dumps/${id}/rejects`)).items,
    /** The dump, when it is done or failed. */
    ended: (id: string, timeoutMs = DONE_MS, everyMs = 50) =>
      waitFor(
        async () => {
          const now = await dump(id)
          return now.status === 'done' || now.status === 'failed' ? now : null
        },
        { timeoutMs, everyMs, describe: `dump ${id} to end` },
      ),
  }
}

export type Api = ReturnType<typeof api>
