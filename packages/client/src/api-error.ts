import type { ErrorBody } from './models.ts'
import { retryAfterSeconds } from './retry-after.ts'

type Facts = {
  code: string
  message: string
  requestId?: string | null
  status?: number | null
  retryAfterSeconds?: number | null
}

/** What went wrong: programs go by `code` (docs/errors.md, and two of the client's own), people by `message`. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly code: string
  /** Of the answer; null where there was none. */
  readonly status: number | null
  /** Finds the request in the log of the gateway. */
  readonly requestId: string | null
  /** When the gateway wants to be asked again (429, 503); null where it did not say. */
  readonly retryAfterSeconds: number | null

  constructor(facts: Facts, options?: ErrorOptions) {
    super(facts.message, options)
    this.code = facts.code
    this.status = facts.status ?? null
    this.requestId = facts.requestId ?? null
    this.retryAfterSeconds = facts.retryAfterSeconds ?? null
  }
}

/** From an answer that is not 2xx. It may come from a proxy, and then has no body of ours. */
export async function errorOfResponse(response: Response): Promise<ApiError> {
  const { status } = response
  const text = await response.text().catch(() => '')
  const body = parse(text)
  if (body) return new ApiError({ ...body, status, retryAfterSeconds: retryAfterSeconds(response) })
  const message = `${response.url} answered ${status} ${response.statusText} and nothing that Paperboy says. Is the address right?`
  return new ApiError({ code: 'NOT_PAPERBOY', message, status })
}

/** From a request that got no answer. */
export function errorOfConnection(url: string, cause: unknown): ApiError {
  if (cause instanceof ApiError) return cause
  const reason = reasonOf(cause)
  const message = `No answer from ${url} (${reason}). Is Paperboy running there?`
  return new ApiError({ code: 'UNREACHABLE', message }, { cause })
}

/** From an answer that broke off or is not JSON; anything else, such as the reason of a signal, stays what it is. */
export function errorOfBody(cause: unknown): unknown {
  if (cause instanceof SyntaxError) {
    const message = 'The answer is not JSON, so it is not from a Paperboy. Is the address right?'
    return new ApiError({ code: 'NOT_PAPERBOY', message }, { cause })
  }
  if (!(cause instanceof TypeError)) return cause
  const message = `The answer broke off (${reasonOf(cause)}). Ask again.`
  return new ApiError({ code: 'UNREACHABLE', message }, { cause })
}

function parse(text: string): ErrorBody | null {
  try {
    const body: unknown = JSON.parse(text)
    return isErrorBody(body) ? body : null
  } catch {
    return null
  }
}

function isErrorBody(body: unknown): body is ErrorBody {
  return (
    typeof body === 'object' &&
    body !== null &&
    ['code', 'message', 'requestId'].every((key) => typeof Reflect.get(body, key) === 'string')
  )
}

/** fetch says "fetch failed"; why is in its cause, which has a code and often no message. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { cause } = error
  if (!(cause instanceof Error)) return error.message
  return 'code' in cause ? String(cause.code) : cause.message
}
