import swagger from '@fastify/swagger'
import type { FastifyInstance, FastifySchema } from 'fastify'

const description = `Research papers, found in seconds and mailed once a day.

Every error body is \`{"code","message","requestId"}\`; the message says what to do.`

/** Collects the schemas of all routes registered after it into one description (OpenAPI 3.1). */
export async function describeApi(app: FastifyInstance, publicUrl: string | undefined): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Paperboy',
        version: '1',
        description,
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      servers: [{ url: publicUrl ?? '/' }],
      tags: [
        { name: 'papers', description: 'Find and read papers.' },
        { name: 'digests', description: 'The papers of one day.' },
        { name: 'feeds', description: 'For feed readers, with conditional requests.' },
        { name: 'huggingface', description: 'As clients of Hugging Face papers expect it.' },
        { name: 'arxiv', description: 'As clients of the arXiv API expect it.' },
        { name: 'subscriptions', description: 'Papers in the inbox, once a day.' },
        { name: 'dumps', description: 'Feed dumps and see what became of every record.' },
        { name: 'queue', description: 'What is waiting, and what failed for good.' },
        { name: 'subscribers', description: 'Who gets mails.' },
        { name: 'issues', description: 'The mails of a day and what became of them.' },
        { name: 'bounces', description: 'Mails that came back.' },
        { name: 'search', description: 'The search index.' },
        { name: 'keys', description: 'Who may do what, and what operators did.' },
        { name: 'health', description: 'For whoever runs the service.' },
      ],
      components: {
        securitySchemes: {
          operator: {
            type: 'http',
            scheme: 'bearer',
            description: 'OPERATOR_KEY, or a key that was made by POST /v1/keys',
          },
          signature: {
            type: 'apiKey',
            in: 'header',
            name: 'Paperboy-Signature',
            description: 't=SECONDS,v1=HEX: HMAC-SHA256 over SECONDS.BODY with BOUNCE_WEBHOOK_SECRET',
          },
        },
      },
    },
    transform: ({ schema, url }) => ({ schema: describedSchema(schema), url }),
    // Without it components are called def-0, def-1, …
    refResolver: {
      buildLocalReference: (json, _base, _fragment, index) => String(json.$id ?? `def-${index}`),
    },
  })
}

type Query = { required?: string[]; properties?: Record<string, object> }

/** A parameter with a default need not be sent, though the handler always gets it. */
function describedSchema(schema: FastifySchema): FastifySchema {
  const querystring = schema.querystring as Query | undefined
  if (!querystring?.required) return schema
  const required = querystring.required.filter(
    (name) => !('default' in (querystring.properties?.[name] ?? {})),
  )
  return { ...schema, querystring: { ...querystring, required } }
}

/** `/openapi.json`, for programs. */
export function openapiRoute(app: FastifyInstance): void {
  app.get('/openapi.json', { schema: { hide: true } }, async (_request, reply) => {
    reply.header('cache-control', 'no-cache')
    return app.swagger()
  })
}
