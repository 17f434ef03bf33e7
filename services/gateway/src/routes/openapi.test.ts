import { expect, test } from 'vitest'
import { aGateway } from '../a-gateway.suite.ts'

type Operation = {
  operationId?: string
  summary?: string
  tags?: string[]
  parameters?: { name: string }[]
  security?: object[]
  responses: Record<string, { description?: string; content?: Record<string, { schema: { $ref?: string } }> }>
}
type Api = {
  openapi: string
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, object>; securitySchemes: object }
}

const app = await aGateway()
const api = (await app.inject('/openapi.json')).json<Api>()
const operations = Object.entries(api.paths).flatMap(([path, methods]) =>
  Object.entries(methods)
    .filter(([method]) => method !== 'head')
    .map(([method, operation]) => ({ name: `${method} ${path}`, path, operation })),
)

test('it is OpenAPI 3.1 with components by their names', () => {
  expect(api.openapi).toBe('3.1.0')
  expect(Object.keys(api.components.schemas).sort()).toEqual([
    ...[
      'ApiKey',
      'BounceReport',
      'CslItem',
      'DryRun',
      'Dump',
      'DumpReport',
      'ErrorBody',
      'HubItem',
      'HubPaperInfo',
      'NearDuplicate',
      'NewKey',
      'OperatorAct',
      'Paper',
      'PaperSources',
      'Reject',
      'SearchLatency',
      'Source',
    ],
    'SubscriptionRequest',
  ])
  expect(api.components.securitySchemes).toHaveProperty('operator')
})

test('it names no route that is not for clients', () => {
  expect(operations.filter(({ path }) => path.includes('*'))).toEqual([])
})

test.each(operations)('$name says who it is and what can go wrong', ({ path, operation }) => {
  expect(operation.operationId).toBeTruthy()
  expect(operation.summary).toBeTruthy()
  expect(operation.tags).toHaveLength(1)
  for (const [status, { description, content }] of Object.entries(operation.responses)) {
    if (Number(status) < 400 || path === '/readyz') continue
    expect(description).toBeTruthy()
    expect(content?.['application/json']?.schema.$ref).toBe('#/components/schemas/ErrorBody')
  }
  if (/^\/v1\/(dumps|queue|search|subscribers|issues|digests\/.*\/send)/.test(path)) {
    expect(operation.security).toEqual([{ operator: [] }])
    expect(operation.responses).toHaveProperty('401')
  }
})

test('no two operations have the same id', () => {
  const ids = operations.map(({ operation }) => operation.operationId)
  expect(new Set(ids).size).toBe(ids.length)
})

test('people can read it', async () => {
  const page = await app.inject('/docs')
  expect(page.headers['content-type']).toContain('text/html')
  for (const { path } of operations) expect(page.body).toContain(`<code>${path}</code>`)
  // What may be said is in the words of the API: choices by their values, and null where it may be.
  for (const choices of ['"relevance" | "trending" | "newest"', 'string | null', 'integer | null'])
    expect(page.body).toContain(choices.replaceAll('"', '&quot;'))
})
