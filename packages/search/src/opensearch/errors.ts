import { errors } from '@opensearch-project/opensearch'
import { AppError } from '@paperboy/service-kit'

const BUSY_STATUSES = new Set([401, 403, 429, 500, 502, 503, 504])
const RETRY_AFTER_SECONDS = 5

/** The HTTP status that OpenSearch answered with, undefined when it did not answer. */
export function statusOf(error: unknown): number | undefined {
  return error instanceof errors.ResponseError ? (error.statusCode ?? undefined) : undefined
}

/** The type that OpenSearch gave its error, such as `index_not_found_exception`. */
export function typeOf(error: unknown): string {
  if (!(error instanceof errors.ResponseError)) return ''
  const body = error.body as { error?: { type?: string; root_cause?: { type?: string }[] } } | undefined
  return body?.error?.root_cause?.[0]?.type ?? body?.error?.type ?? ''
}

/** Runs a request; what goes wrong becomes an AppError that says whether to try again. */
export async function asking<T>(request: () => PromiseLike<T>): Promise<T> {
  try {
    return await request()
  } catch (error) {
    throw appError(error)
  }
}

export function appError(error: unknown): unknown {
  if (error instanceof AppError || !(error instanceof errors.OpenSearchClientError)) return error
  const status = statusOf(error)
  if (status === undefined) return unavailable('The search engine does not answer; try again.', error)
  if (status === 404) return unavailable('There is no search index yet; it is being built.', error)
  if (BUSY_STATUSES.has(status)) return unavailable('The search engine is too busy; try again.', error)
  return new AppError('INTERNAL', `The search engine refused a request: ${error.message.slice(0, 300)}`, {
    cause: error,
  })
}

export function unavailable(message: string, cause?: unknown): AppError {
  return new AppError('UNAVAILABLE', message, { cause, retryAfterSeconds: RETRY_AFTER_SECONDS })
}
