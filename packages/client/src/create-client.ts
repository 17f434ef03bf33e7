import { everyItem } from './every-item.ts'
import { exportPapers } from './export-papers.ts'
import type {
  Accepted,
  CallOptions,
  Digest,
  Digests,
  DryRun,
  Dump,
  DumpReport,
  Dumps,
  ExportQuery,
  NearDuplicates,
  NearDuplicatesQuery,
  PageQuery,
  Paper,
  PaperSources,
  Papers,
  Preview,
  Rejects,
  Requeued,
  SearchPage,
  SearchQuery,
  Sent,
  Subscribed,
  Subscribers,
  SubscriptionRequest,
  Suggestions,
} from './models.ts'
import { answer, type ClientSettings, type RestClient, restClient } from './rest-client.ts'
import { untilEnded, type Waiting } from './until-ended.ts'
import { tryDump, type Upload, uploadDump } from './upload-dump.ts'

const LARGEST_PAGE = 100

/**
 * The REST API of a Paperboy. Everything throws ApiError. `rest` has every route, typed from its description;
 * beside it is what readers' programs and operators need most.
 */
export function createClient(settings: ClientSettings) {
  const rest = restClient(settings)
  return {
    rest,
    ...reading(rest, settings),
    /** Asks for a subscription; a confirmation mail follows. The answer is the same whether or not the address is known. */
    subscribe: (body: SubscriptionRequest, options: CallOptions = {}): Promise<Subscribed> =>
      // The description calls required what has a default, since its handler always has it.
      answer(rest.POST('/v1/subscriptions', { body: body as Required<typeof body>, ...options })),
    dumps: dumps(rest, settings),
    reindex: (options: CallOptions = {}): Promise<Accepted> =>
      answer(rest.POST('/v1/search/reindex', options)),
    requeue: (options: CallOptions = {}): Promise<Requeued> =>
      answer(rest.POST('/v1/queue/requeue', options)),
    digests: digests(rest),
    subscribers: (query: PageQuery = {}, options: CallOptions = {}): Promise<Subscribers> =>
      answer(rest.GET('/v1/subscribers', { params: { query }, ...options })),
  }
}

export type PaperboyClient = ReturnType<typeof createClient>

function reading(rest: RestClient, settings: ClientSettings) {
  const search = (query: SearchQuery = {}, options: CallOptions = {}): Promise<SearchPage> =>
    answer(rest.GET('/v1/papers', { params: { query }, ...options }))
  return {
    /** One page of papers; with `q` by relevance, without it what is trending. */
    search,
    /** Every paper that matches, page after page: `for await (const paper of client.papers({ q: 'graphs' })) …` */
    papers: (query: SearchQuery = {}, options: CallOptions = {}) =>
      everyItem((page) => search({ limit: LARGEST_PAGE, ...query, ...page }, options)),
    /** All that match, by id, in one stream that is taken up again where it was cut off: for whole collections. */
    export: (query: ExportQuery = {}, options: CallOptions = {}) => exportPapers(settings, query, options),
    /** By own id, arXiv id or DOI. */
    paper: (id: string, options: CallOptions = {}): Promise<Paper> =>
      answer(rest.GET('/v1/papers/{id}', { params: { path: { id } }, ...options })),
    similar: (id: string, options: CallOptions = {}): Promise<Papers> =>
      answer(rest.GET('/v1/papers/{id}/similar', { params: { path: { id } }, ...options })),
    /** For operators: which records said what the paper shows, and in which dumps they stood. */
    sources: (id: string, options: CallOptions = {}): Promise<PaperSources> =>
      answer(rest.GET('/v1/papers/{id}/sources', { params: { path: { id } }, ...options })),
    /** For operators: pairs of papers that may be one. */
    nearDuplicates: (query: NearDuplicatesQuery = {}, options: CallOptions = {}): Promise<NearDuplicates> =>
      answer(rest.GET('/v1/papers/near-duplicates', { params: { query }, ...options })),
    suggest: (q: string, options: CallOptions = {}): Promise<Suggestions> =>
      answer(rest.GET('/v1/suggest', { params: { query: { q } }, ...options })),
  }
}

function dumps(rest: RestClient, settings: ClientSettings) {
  const get = (dumpId: string, options: CallOptions = {}): Promise<Dump> =>
    answer(rest.GET('/v1/dumps/{dumpId}', { params: { path: { dumpId } }, ...options }))
  return {
    /** Streams; resolves when the bytes are stored, not when they are read. */
    create: (upload: Upload): Promise<Dump> => uploadDump(settings, upload),
    /** Resolves with what it would do; nothing of it is stored. */
    dryRun: (upload: Upload): Promise<DryRun> => tryDump(settings, upload),
    get,
    /** Resolves when the dump is done, with its papers searchable, or failed. */
    ended: (dumpId: string, waiting: Waiting = {}): Promise<Dump> =>
      untilEnded(() => get(dumpId, waiting.signal ? { signal: waiting.signal } : {}), waiting),
    list: (query: PageQuery = {}, options: CallOptions = {}): Promise<Dumps> =>
      answer(rest.GET('/v1/dumps', { params: { query }, ...options })),
    rejects: (dumpId: string, query: PageQuery = {}, options: CallOptions = {}): Promise<Rejects> =>
      answer(rest.GET('/v1/dumps/{dumpId}/rejects', { params: { path: { dumpId }, query }, ...options })),
    replay: (dumpId: string, options: CallOptions = {}): Promise<Dump> =>
      answer(rest.POST('/v1/dumps/{dumpId}/replay', { params: { path: { dumpId } }, ...options })),
    /** Parses only the records again that were rejected. */
    replayRejects: (dumpId: string, options: CallOptions = {}): Promise<Dump> =>
      answer(
        rest.POST('/v1/dumps/{dumpId}/replay', {
          params: { path: { dumpId }, query: { only: 'rejects' } },
          ...options,
        }),
      ),
    report: (dumpId: string, options: CallOptions = {}): Promise<DumpReport> =>
      answer(rest.GET('/v1/dumps/{dumpId}/report', { params: { path: { dumpId } }, ...options })),
    undo: (dumpId: string, options: CallOptions = {}): Promise<Dump> =>
      answer(rest.POST('/v1/dumps/{dumpId}/undo', { params: { path: { dumpId } }, ...options })),
  }
}

function digests(rest: RestClient) {
  return {
    /** Days that have papers, newest first. */
    list: (query: { limit?: number } = {}, options: CallOptions = {}): Promise<Digests> =>
      answer(rest.GET('/v1/digests', { params: { query }, ...options })),
    get: (date: string, options: CallOptions = {}): Promise<Digest> =>
      answer(rest.GET('/v1/digests/{date}', { params: { path: { date } }, ...options })),
    /** Resolves after every mail was tried once, at most five minutes later. */
    send: (date: string, options: CallOptions = {}): Promise<Sent> =>
      answer(rest.POST('/v1/digests/{date}/send', { params: { path: { date } }, ...options })),
    /** A day's issue of one subscriber, as the mail would show it; sends nothing. */
    preview: (date: string, subscription: string, options: CallOptions = {}): Promise<Preview> =>
      answer(
        rest.GET('/v1/digests/{date}/preview', {
          params: { path: { date }, query: { subscription } },
          ...options,
        }),
      ),
  }
}
