type Parameter = {
  name: string
  in: string
  required?: boolean
  schema?: { examples?: unknown[] }
  example?: unknown
  examples?: Record<string, { value?: unknown }>
}
type Asked = {
  method: string
  path: string
  parameters: Parameter[]
  forOperators: boolean
  /** Of the request; null where it has no body. */
  bodyType: string | null
}

/** Ids that a reader replaces by their own. */
const PLACEHOLDERS: Record<string, string> = { id: '2411.01234', date: '2026-11-24' }

/** A line for a shell that asks the route; `$URL` and `$KEY` are set at the top of the page. */
export function curlExample({ method, path, parameters, forOperators, bodyType }: Asked): string {
  const address = path.replace(/\{(\w+)\}/g, (_, name: string) => PLACEHOLDERS[name] ?? name.toUpperCase())
  const query = parameters.filter((it) => it.in === 'query' && it.required).map(given)
  const parts = [
    'curl -fsS',
    method !== 'GET' && !bodyType && `-X ${method}`,
    forOperators && '-H "Authorization: Bearer $KEY"',
    bodyType === 'application/json' && `-H 'Content-Type: application/json' --data @body.json`,
    bodyType && bodyType !== 'application/json' && '--data-binary @FILE',
    `"$URL${address}${query.length > 0 ? `?${query.join('&')}` : ''}"`,
  ]
  return parts.filter(Boolean).join(' ')
}

function given({ name, schema, example, examples }: Parameter): string {
  const value =
    example ?? Object.values(examples ?? {})[0]?.value ?? schema?.examples?.[0] ?? name.toUpperCase()
  return `${name}=${encodeURIComponent(String(value))}`
}
