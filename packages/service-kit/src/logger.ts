import { type Logger, pino } from 'pino'

export type Log = Pick<Logger, 'error' | 'warn' | 'info' | 'debug' | 'child' | 'level'>

const REDACTED = [
  'authorization',
  'headers.authorization',
  'req.headers.authorization',
  'password',
  'token',
  '*.token',
]

/** One line for each entry, so that what was said before stays in sight. */
export const ON_A_TERMINAL = { ignore: 'pid,hostname', singleLine: true }

/** JSON lines on standard error, pretty on a terminal; standard output stays free for plain lines. */
export function createLogger(service: string, level: string): Logger {
  const options = { level, base: { service }, redact: REDACTED }
  if (!process.stderr.isTTY) return pino(options, pino.destination({ dest: 2, sync: false }))
  return pino({
    ...options,
    transport: { target: 'pino-pretty', options: { ...ON_A_TERMINAL, destination: 2 } },
  })
}
