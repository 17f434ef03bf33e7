import {
  bounces,
  createDatabase,
  type Database,
  deliveryReasons,
  linkTokens,
  mailOperators,
  migrate,
  subscriptions,
  suppressionRule,
} from '@paperboy/database'
import { createTestDatabase } from '@paperboy/testkit'
import type { FastifyInstance, LightMyRequestResponse } from 'fastify'
import { aGateway, asOperator, type Given } from './a-gateway.suite.ts'

export type MailGateway = AsyncDisposable & {
  app: FastifyInstance
  db: Database
  /** Jobs that were sent. */
  jobs: string[]
  /** The token of the newest confirmation mail to the address: what only its reader knows. */
  confirmation(email: string): Promise<string>
  /** The token of the links of a confirmed subscriber. */
  confirmed(email: string, wants?: object): Promise<string>
  post(url: string, body?: string | object, headers?: Record<string, string>): Promise<LightMyRequestResponse>
  asOperator(method: 'GET' | 'POST', url: string, payload?: string | object): Promise<LightMyRequestResponse>
}

export const urlencoded = { 'content-type': 'application/x-www-form-urlencoded' }

/** A gateway whose subscribers are in a Postgres of its own. */
export async function aMailGateway(given: Given = {}): Promise<MailGateway> {
  const stack = new AsyncDisposableStack()
  const database = await createTestDatabase(process.env.TEST_DATABASE_URL ?? '', migrate)
  stack.defer(() => database.drop())
  const db = stack.use(createDatabase(database.url, { max: 4 }))
  const links = await linkTokens(db)
  const jobs: string[] = []
  const app = await aGateway({
    subscriptions: subscriptions(db, links),
    mail: mailOperators(db, links),
    bounces: bounces(db),
    mailRule: (all) => suppressionRule(all),
    deliveryReasons: (date) => deliveryReasons(db, date),
    queue: {
      send: async (name) => void jobs.push(name),
      depths: async () => ({}) as never,
      dead: async () => [],
      retryDead: async () => 0,
    },
    ...given,
  })
  stack.defer(() => app.close())
  const post: MailGateway['post'] = (url, body, headers = {}) =>
    app.inject({ method: 'POST', url, headers, ...(body !== undefined && { payload: body }) })
  const confirmation = async (email: string) => {
    const row = await db
      .selectFrom('confirmations')
      .innerJoin('subscribers', 'subscribers.id', 'subscriber_id')
      .select('confirmations.id')
      .where('email_key', '=', email)
      .orderBy('confirmations.created_at', 'desc')
      .executeTakeFirstOrThrow()
    return links.token('confirm', row.id)
  }
  return {
    ...{ app, db, jobs, post, confirmation },
    async confirmed(email, wants = {}) {
      await post('/v1/subscriptions', { email, ...wants })
      const { headers } = await post(`/confirm/${await confirmation(email)}`)
      return /^\/subscription\/([\w-]+)/.exec(String(headers.location))![1]!
    },
    asOperator: (method, url, payload) =>
      app.inject({ method, url, headers: asOperator, ...(payload !== undefined && { payload }) }),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  }
}
