import { curlExample } from './docs-example.ts'
import { docsStart } from './docs-start.ts'
import { layout, type Site } from './layout.ts'
import { html, type Markup } from './markup.ts'

type Schema = {
  $ref?: string
  type?: string | string[]
  enum?: unknown[]
  format?: string
  const?: unknown
  anyOf?: Schema[]
  items?: Schema
  properties?: Record<string, Schema>
  required?: string[]
  description?: string
  default?: unknown
  minimum?: number
  maximum?: number
  maxLength?: number
  examples?: unknown[]
}
type Parameter = { name: string; in: string; required?: boolean; description?: string; schema?: Schema }
type Response = { description?: string; content?: Record<string, { schema?: Schema }> }
type Operation = {
  operationId?: string
  summary?: string
  description?: string
  tags?: string[]
  security?: object[]
  parameters?: Parameter[]
  requestBody?: { content?: Record<string, unknown> }
  responses?: Record<string, Response>
}
export type ApiDescription = {
  tags?: { name: string; description?: string }[]
  paths?: Record<string, unknown>
  components?: { schemas?: Record<string, unknown> }
}
type Route = { method: string; path: string; operation: Operation }

/** The API description for people, made from the same document as /openapi.json. */
export function docsPage(site: Site, api: ApiDescription): Markup {
  const routes = routesOf(api)
  const tags = (api.tags ?? []).filter(({ name }) =>
    routes.some(({ operation }) => operation.tags?.includes(name)),
  )
  return layout(site, {
    title: 'API',
    description: 'The REST API of Paperboy: papers, digests, dumps.',
    path: '/docs',
    body: html`<div class="docs">
<h1>API</h1>
<p>For programs the same in <a href="/openapi.json">OpenAPI 3.1</a>. Every error body is
<code>{"code","message","requestId"}</code>; the message says what to do. Routes marked <span class="tag">operator</span>
want <code>Authorization: Bearer KEY</code>.</p>
<nav class="days parts" aria-label="Parts"><ul><li><a href="#start">start</a></li>${tags.map(({ name }) => html`<li><a href="#${name}">${name}</a></li>`)}
<li><a href="#schemas">schemas</a></li></ul></nav>
${docsStart(site.publicUrl?.replace(/\/$/, '') ?? 'http://127.0.0.1:3000')}
${tags.map(
  ({
    name,
    description,
  }) => html`<section aria-labelledby="${name}"><h2 id="${name}">${name}</h2><p>${prose(description)}</p>
${routes.filter(({ operation }) => operation.tags?.includes(name)).map(routeDetails)}</section>`,
)}
<section aria-labelledby="schemas"><h2 id="schemas">schemas</h2>
${Object.entries(api.components?.schemas ?? {}).map(
  ([name, schema]) => html`<h3 id="schema-${name}">${name}</h3>${propertyTable(schema as Schema)}`,
)}</section>
</div>`,
  })
}

function routesOf({ paths = {} }: ApiDescription): Route[] {
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item as Record<string, Operation>)
      .filter(([method]) => method !== 'head' && method !== 'parameters')
      .map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  )
}

function routeDetails({ method, path, operation }: Route): Markup {
  const { summary, description, security, parameters = [], responses = {}, operationId } = operation
  const example = curlExample({
    ...{ method, path, parameters, forOperators: security?.length === 1 },
    bodyType: Object.keys(operation.requestBody?.content ?? {})[0] ?? null,
  })
  return html`<details id="${operationId}"><summary><b>${method}</b> <code>${path}</code>
${security?.length === 1 && html`<span class="tag">operator</span>`}<br><small>${summary}</small></summary>
${description && html`<p>${prose(description)}</p>`}
${parameters.length > 0 && html`<h4>Parameters</h4><dl>${parameters.map(parameter)}</dl>`}
<pre tabindex="0">${example}</pre>
<h4>Answers</h4>
<dl>${Object.entries(responses).map(([status, { description: text, content }]) => {
    const [type, { schema } = {}] = Object.entries(content ?? {})[0] ?? []
    return html`<dt><code>${status}</code></dt><dd>${text !== 'Default Response' && html`${prose(text)} `}${schema && typeName(schema)}${
      type && type !== 'application/json' && html` <small>${type}</small>`
    }</dd>`
  })}</dl>
</details>`
}

function parameter({ name, in: place, required, description, schema = {} }: Parameter): Markup {
  return html`<dt><code>${name}</code> <small>${place}${required && ', required'}</small></dt>
<dd>${typeName(schema)}${range(schema)}${schema.default !== undefined && html`, default <code>${String(schema.default)}</code>`}
${(description ?? schema.description) && html`<br>${prose(description ?? schema.description)}`}</dd>`
}

/** What the description marks as code, as code: it is written in Markdown. */
function prose(text = ''): Markup[] {
  // Splitting by a group keeps what it matched, at the odd places.
  return text
    .split(/`([^`]+)`/)
    .map((part, at) => (at % 2 === 1 ? html`<code>${part}</code>` : html`${part}`))
}

function range({ minimum, maximum, maxLength }: Schema): string {
  if (maxLength !== undefined) return `, at most ${maxLength} characters`
  if (minimum !== undefined && maximum !== undefined) return `, ${minimum}–${maximum}`
  return minimum !== undefined ? `, from ${minimum}` : ''
}

function propertyTable({ properties = {}, required = [] }: Schema): Markup {
  return html`<dl>${Object.entries(properties).map(
    ([
      name,
      schema,
    ]) => html`<dt><code>${name}</code>${!required.includes(name) && html` <small>optional</small>`}</dt>
<dd>${typeName(schema)}${schema.description && html` – ${prose(schema.description)}`}</dd>`,
  )}</dl>`
}

function typeName(schema: Schema): Markup | string {
  if (schema.$ref) {
    const name = schema.$ref.split('/').at(-1) ?? ''
    return html`<a href="#schema-${name}">${name}</a>`
  }
  const values = schema.const === undefined ? schema.enum : [schema.const]
  if (values) return values.map((value) => JSON.stringify(value)).join(' | ')
  if (schema.anyOf) return html`${schema.anyOf.map((part, at) => html`${at > 0 && ' | '}${typeName(part)}`)}`
  if (schema.type === 'array') return html`list of ${typeName(schema.items ?? {})}`
  if (schema.properties) {
    const names = Object.entries(schema.properties)
    return html`{ ${names.map(([name, part], at) => html`${at > 0 && ', '}${name}: ${typeName(part)}`)} }`
  }
  const types = [schema.type ?? 'anything'].flat()
  return types.map((type) => (type === 'null' ? type : (schema.format ?? type))).join(' | ')
}
