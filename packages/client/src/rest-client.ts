import createFetchClient, { type Client } from 'openapi-fetch'
import { ApiError, errorOfConnection, errorOfResponse } from './api-error.ts'
import type { paths } from './rest-api.ts'

export type RestClient = Client<paths>
export type ClientSettings = {
  /** Of the gateway, for instance http://127.0.0.1:3000 */
  url: string
  operatorKey?: string
}

/** Every route, typed. What is not 2xx is thrown as ApiError. */
export function restClient(settings: ClientSettings): RestClient {
  const client = createFetchClient<paths>({ baseUrl: settings.url, headers: authorization(settings) })
  client.use({
    onError: ({ error }) => errorOfConnection(settings.url, error),
    onResponse: async ({ response }) => {
      if (!response.ok) throw await errorOfResponse(response)
    },
  })
  return client
}

/** For routes that take a stream. Throws ApiError like the others. */
export async function rawRequest(
  settings: ClientSettings,
  path: string,
  init: RequestInit,
): Promise<Response> {
  const headers = authorization(settings)
  const url = `${settings.url.replace(/\/$/, '')}${path}`
  let response: Response
  try {
    response = await fetch(url, { ...init, headers })
  } catch (error) {
    throw errorOfConnection(settings.url, error)
  }
  if (!response.ok) throw await errorOfResponse(response)
  return response
}

/** The body of an answer; the middleware has thrown for all that have none. */
export async function answer<T>(request: Promise<{ data?: T; response: Response }>): Promise<T> {
  const { data, response } = await request
  if (data !== undefined) return data
  const message = `${response.url} answered ${response.status} without a body. Is the address right?`
  throw new ApiError({ code: 'NOT_PAPERBOY', message, status: response.status })
}

function authorization({ operatorKey }: ClientSettings): Record<string, string> {
  return operatorKey ? { authorization: `Bearer ${operatorKey}` } : {}
}
