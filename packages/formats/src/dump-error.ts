export type DumpErrorCode =
  | 'DUMP_EMPTY'
  | 'DUMP_FORMAT_UNKNOWN'
  | 'DUMP_SOURCE_ERROR'
  | 'DUMP_UNREADABLE'
  | 'DUMP_TOO_LARGE'

/** A dump as a whole cannot be read. The message is for the operator: what was found and what to do. */
export class DumpError extends Error {
  readonly code: DumpErrorCode

  constructor(code: DumpErrorCode, message: string, options: { cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'DumpError'
    this.code = code
  }
}

/** Thrown by the input of a format where the compressed stream breaks off: all before it is good. */
export class DumpCut extends Error {
  constructor(detail: string, cause: unknown) {
    super(`The compressed dump breaks off: ${detail}`, { cause })
    this.name = 'DumpCut'
  }
}
