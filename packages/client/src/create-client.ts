import type { Dump } from '@paperboy/contracts'
import type { paths } from './rest-api.ts'
import { answer, type ClientSettings, restClient } from './rest-client.ts'
import { untilEnded, type Waiting } from './until-ended.ts'
import { tryDump, type Upload, uploadDump } from './upload-dump.ts'

export type SearchQuery = NonNullable<paths['/v1/papers']['get']['parameters']['query']>
type Page = { limit?: number; cursor?: string }

/**
 * The REST API of a Paperboy. Everything throws ApiError. `rest` has every route, typed from its description;
 * beside it is what operators need most.
 */
export function createClient(settings: ClientSettings) {
  const rest = restClient(settings)
  const getDump = (dumpId: string): Promise<Dump> =>
    answer(rest.GET('/v1/dumps/{dumpId}', { params: { path: { dumpId } } }))
  return {
    rest,
    search: (query: SearchQuery) => answer(rest.GET('/v1/papers', { params: { query } })),
    dumps: {
      /** Streams; resolves when the bytes are stored, not when they are read. */
      create: (upload: Upload): Promise<Dump> => uploadDump(settings, upload),
      /** Resolves with what it would do; nothing of it is stored. */
      dryRun: (upload: Upload) => tryDump(settings, upload),
      get: getDump,
      ended: (dumpId: string, waiting?: Waiting) => untilEnded(() => getDump(dumpId), waiting),
      list: (query: Page = {}) => answer(rest.GET('/v1/dumps', { params: { query } })),
      rejects: (dumpId: string, query: Page = {}) =>
        answer(rest.GET('/v1/dumps/{dumpId}/rejects', { params: { path: { dumpId }, query } })),
      replay: (dumpId: string): Promise<Dump> =>
        answer(rest.POST('/v1/dumps/{dumpId}/replay', { params: { path: { dumpId } } })),
      report: (dumpId: string) =>
        answer(rest.GET('/v1/dumps/{dumpId}/report', { params: { path: { dumpId } } })),
      undo: (dumpId: string): Promise<Dump> =>
        answer(rest.POST('/v1/dumps/{dumpId}/undo', { params: { path: { dumpId } } })),
    },
    reindex: () => answer(rest.POST('/v1/search/reindex')),
    requeue: () => answer(rest.POST('/v1/queue/requeue')),
    digests: {
      /** Resolves after every mail was tried once, at most five minutes later. */
      send: (date: string) => answer(rest.POST('/v1/digests/{date}/send', { params: { path: { date } } })),
      /** A day's issue of one subscriber, as the mail would show it; sends nothing. */
      preview: (date: string, subscription: string) =>
        answer(
          rest.GET('/v1/digests/{date}/preview', { params: { path: { date }, query: { subscription } } }),
        ),
    },
    subscribers: (query: Page = {}) => answer(rest.GET('/v1/subscribers', { params: { query } })),
  }
}

export type PaperboyClient = ReturnType<typeof createClient>
