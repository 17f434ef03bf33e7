import { formatNames } from '@paperboy/formats'
import { buildApp, type GatewayDeps } from '@paperboy/gateway'
import { createLogger } from '@paperboy/service-kit'

/** The description of the REST API, from a gateway that stands on nothing. */
export async function openapiDocument(): Promise<string> {
  const app = await buildApp(noDeps())
  await app.ready()
  const document = app.swagger()
  await app.close()
  return `${JSON.stringify(document, null, 2)}\n`
}

/** No request is ever made: whatever is called is a fault of the generator. */
function noDeps(): GatewayDeps {
  const never = (): never => {
    throw new Error('The generator asks nothing of the stores.')
  }
  return {
    papers: { byIds: never, find: never },
    digests: { list: never, byDate: never },
    listings: { daily: never, byReferences: never, datedIds: never, exportBatch: never },
    dumps: { get: never, list: never, rejects: never, raw: never },
    intake: { store: never },
    admin: { replay: never, replayRejects: never, undo: never },
    dryRuns: { request: never, answer: never, remove: never },
    report: never,
    sources: { list: never, save: never, remove: never, pause: never, resume: never, pollNow: never },
    index: { search: never, similar: never, suggest: never },
    queue: { send: never, depths: never, dead: never, retryDead: never },
    subscriptions: {
      ...{ request: never, pending: never, confirm: never, find: never },
      ...{ change: never, unsubscribe: never, erase: never },
    },
    mail: {
      ...{
        subscribers: never,
        unsubscribe: never,
        erase: never,
        import: never,
        issues: never,
        report: never,
      },
      ...{ resolve: never, requestSend: never, sendRequest: never },
    },
    previews: { request: never, answer: never },
    bounces: { record: never },
    mailRule: never,
    deliveryReasons: never,
    appearances: never,
    paperSources: never,
    nearDuplicates: never,
    overview: never,
    keys: { list: never, create: never, revoke: never, inForce: never, used: never },
    sessionStore: { add: never, find: never, end: never, list: never, endOthers: never },
    minutes: { searches: never, records: never, index: never },
    actLog: { note: never, list: never },
    requeue: never,
    reindex: never,
    checks: {},
    metrics: { request: () => {}, text: never, contentType: 'text/plain' },
    log: createLogger('gateway', 'silent'),
    settings: {
      operatorKey: 'for no request',
      maxDumpBytes: 1,
      maxInflatedBytes: 1,
      rateLimitPerMinute: 1,
      formats: formatNames,
    },
  }
}
