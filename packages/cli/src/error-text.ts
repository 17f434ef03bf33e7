import { ApiError } from '@paperboy/client'
import { CommanderError } from 'commander'
import { printable } from './output/printable.ts'
import { UsageError } from './usage-error.ts'

const FAILED = 1
const WRONG_USAGE = 2
const BAD_REQUEST = 400
const UNAUTHORIZED = 401
const KEY_HINT = 'The key comes from --key, OPERATOR_KEY or DATA_DIR/operator-key.'

/** For people: what went wrong and what to do. */
export function errorText(error: unknown): string {
  if (error instanceof UsageError) return error.message
  if (!(error instanceof ApiError)) return error instanceof Error ? error.message : String(error)
  const hint = error.status === UNAUTHORIZED ? ` ${KEY_HINT}` : ''
  const request = error.requestId ? `, request ${error.requestId}` : ''
  return `${printable(error.message)}${hint} (${error.code}${request})`
}

/** 2 for what was called in a wrong way, also if only the gateway could tell; else 1. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : WRONG_USAGE
  const wrong = error instanceof UsageError || (error instanceof ApiError && error.status === BAD_REQUEST)
  return wrong ? WRONG_USAGE : FAILED
}
