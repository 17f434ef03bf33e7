import { type ErrorCode, errorCodes } from '@paperboy/service-kit'
import { generatedPage } from './generated-page.ts'

/** What a client should do; a new code does not compile without its line here. */
const meanings: Record<ErrorCode, string> = {
  BAD_REQUEST: 'A parameter or the body is wrong; the message names the field.',
  CURSOR_MISMATCH: 'The cursor belongs to another query, sort or filter. Start again without cursor.',
  UNAUTHORIZED: "An operators' route was asked without the operator key, or with a wrong one.",
  FORBIDDEN: 'The key is right and may not do this. Use one with another scope.',
  NOT_FOUND: 'There is no such route, paper, dump or day.',
  METHOD_NOT_ALLOWED: 'The address is right and the method is not; Allow names those that are.',
  CONFLICT: 'What was asked for does not go with what is there now.',
  UNDONE: 'An operator took the dump back; nothing of it is left but its bytes. A replay brings it back.',
  CURSOR_EXPIRED: 'The cursor was not used for ten minutes. Start again without cursor.',
  WITHDRAWN: 'The paper was here, and its source has withdrawn it. A newer record of it brings it back.',
  DUMP_TOO_LARGE: 'The dump is larger than MAX_DUMP_BYTES, or unpacked than MAX_INFLATED_BYTES.',
  BODY_TOO_LARGE: 'The body is larger than this route takes.',
  UNSUPPORTED_ENCODING: 'The content encoding is not one that is understood: gzip and zstd are.',
  UNSUPPORTED_MEDIA_TYPE: 'The body is not of a type that this route takes; the message says which it does.',
  DUMP_SOURCE_ERROR: 'The dump is an error message of its source, not an answer with papers.',
  DUMP_UNREADABLE: 'The dump cannot be unpacked or read.',
  DUMP_FORMAT_UNKNOWN: 'The dump is in no known format, or not in the one that was asked for.',
  DUMP_EMPTY: 'The dump holds no records.',
  RATE_LIMITED: 'Too many requests. Wait as long as Retry-After says.',
  INTERNAL: 'A fault of ours. The message tells nothing; the log has the request id and the cause.',
  UNAVAILABLE: 'A dependency is away for the moment. Try again after Retry-After.',
}

export function errorsPage(): string {
  const rows = Object.entries(errorCodes).map(([code, status]) => [
    `\`${code}\``,
    String(status),
    meanings[code as ErrorCode],
  ])
  const intro = `Source: \`packages/service-kit/src/app-error.ts\`. Every error body is
\`{"code","message","requestId"}\`; clients go by \`code\`, people by \`message\`, which says what to do.
The \`DUMP_…\` codes and \`UNDONE\` also stand in the \`error\` of a dump that failed.`
  return generatedPage('Errors', intro, [['code', 'status', 'meaning'], ...rows])
}
