import createFetchClient, { type Client } from 'openapi-fetch'
import { ApiError, errorOfBody, errorOfConnection, errorOfResponse } from './api-error.ts'
import { checkAddress } from './check-address.ts'
import type { paths } from './rest-api.ts'
import { retryingFetch } from './retrying-fetch.ts'

export type RestClient = Client<paths>
export type ClientSettings = {
  /** Of the gateway, for instance http://127.0.0.1:3000 */
  url: string
  /** Of the operator, or of a client with a quota of its own. Reading needs none. */
  key?: string
  /** How often a request is made again after 429, 503 or a lost connection; 2 if not said. */
  retries?: number
  /** Used in place of the global one. */
  fetch?: typeof globalThis.fetch
}

const RETRIES = 2

/** Every route, typed. What is not 2xx is thrown as ApiError. */
export function restClient(settings: ClientSettings): RestClient {
  const { url, retries = RETRIES } = settings
  checkAddress(url)
  const once = (request: Request) => fetchOf(settings)(request)
  const client = createFetchClient<paths>({
    baseUrl: url,
    headers: authorization(settings),
    fetch: retryingFetch(once, { retries }),
  })
  client.use({
    // What the caller ended is thrown as it is.
    onError: ({ error, request }) => (request.signal.aborted ? undefined : errorOfConnection(url, error)),
    onResponse: async ({ response }) => {
      if (!response.ok) throw await errorOfResponse(response)
    },
  })
  return client
}

/** For routes that take or give a stream: made once. Throws ApiError like the others. */
export async function rawRequest(
  settings: ClientSettings,
  path: string,
  init: RequestInit,
): Promise<Response> {
  const headers = authorization(settings)
  const url = `${settings.url.replace(/\/$/, '')}${path}`
  let response: Response
  try {
    response = await fetchOf(settings)(url, { ...init, headers })
  } catch (error) {
    throw init.signal?.aborted ? error : errorOfConnection(settings.url, error)
  }
  if (!response.ok) throw await errorOfResponse(response)
  return response
}

/** The body of an answer; the middleware has thrown where it is an error. */
export async function answer<T>(request: Promise<{ data?: T; response: Response }>): Promise<T> {
  const { data, response } = await request.catch((error: unknown) => {
    throw errorOfBody(error)
  })
  if (data !== undefined) return data
  const message = `${response.url} answered ${response.status} without a body. Is the address right?`
  throw new ApiError({ code: 'NOT_PAPERBOY', message, status: response.status })
}

/** Looked up at each call, so that what replaces it later is used. */
function fetchOf({ fetch }: ClientSettings): typeof globalThis.fetch {
  return fetch ?? globalThis.fetch
}

function authorization({ key }: ClientSettings): Record<string, string> {
  return key ? { authorization: `Bearer ${key}` } : {}
}
