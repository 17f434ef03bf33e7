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

/** JSON lines on standard error, pretty on a terminal; standard output stays free for plain lines. */
export function createLogger(service: string, level: string): Logger {
  const options = { level, base: { service }, redact: REDACTED }
  if (!process.stderr.isTTY) return pino(options, pino.destination({ dest: 2, sync: false }))
  return pino({
    ...options,
    transport: { target: 'pino-pretty', options: { destination: 2, ignore: 'pid,hostname' } },
  })
}
