/**
 * Every error that Paperboy raises on purpose, with the HTTP status a client gets for it.
 * docs/errors.md is generated from this table.
 */
export const errorCodes = {
  BAD_REQUEST: 400,
  CURSOR_MISMATCH: 400,
  UNAUTHORIZED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  METHOD_NOT_ALLOWED: 405,
  CONFLICT: 409,
  UNDONE: 409,
  CURSOR_EXPIRED: 410,
  WITHDRAWN: 410,
  DUMP_TOO_LARGE: 413,
  BODY_TOO_LARGE: 413,
  UNSUPPORTED_ENCODING: 415,
  UNSUPPORTED_MEDIA_TYPE: 415,
  DUMP_SOURCE_ERROR: 422,
  DUMP_UNREADABLE: 422,
  DUMP_FORMAT_UNKNOWN: 422,
  DUMP_EMPTY: 422,
  RATE_LIMITED: 429,
  INTERNAL: 500,
  UNAVAILABLE: 503,
} as const
export type ErrorCode = keyof typeof errorCodes

type Options = { cause?: unknown; retryable?: boolean; retryAfterSeconds?: number }

/** The one error class. `message` says what happened and what to do; `retryable` tells the queue. */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly retryable: boolean
  readonly retryAfterSeconds: number | undefined

  constructor(code: ErrorCode, message: string, options: Options = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'AppError'
    this.code = code
    this.retryable = options.retryable ?? errorCodes[code] === 503
    this.retryAfterSeconds = options.retryAfterSeconds
  }

  get status(): number {
    return errorCodes[this.code]
  }
}
