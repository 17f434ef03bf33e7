// Of Node (the line is down) and of Postgres (it starts, stops, or has no disk, memory or connection left).
const CODES = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN', 'EPIPE', 'EHOSTUNREACH'],
  ...['57P01', '57P02', '57P03', '53100', '53200', '53300', '57014'],
])
// pg and its pool throw these as plain errors without a code.
const MESSAGES = /^(timeout exceeded when trying to connect|Connection terminated)/

/** Whether an error says that a store is away or overloaded, not that the request or the code is wrong. */
export function isDependencyFault(error: unknown): boolean {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
    const code = String((at as NodeJS.ErrnoException).code ?? '')
    if (CODES.has(code) || /^08[0-9A-Z]{3}$/.test(code) || MESSAGES.test(at.message)) return true
  }
  return false
}

/** Whether Postgres refused a value: text with a NUL, a number out of range. Such values come from requests. */
export function isRefusedValue(error: unknown): boolean {
  return error instanceof Error && /^22[0-9A-Z]{3}$/.test(String((error as NodeJS.ErrnoException).code ?? ''))
}
