import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ClientSettings } from '@paperboy/client'
import { UsageError } from './usage-error.ts'

const DEFAULT_URL = 'http://127.0.0.1:3000'
const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/

type Options = { url?: string; key?: string }
type Environment = Record<string, string | undefined>

/** Where the gateway is and with which key: from the options, else the environment, else of `npm start` here. */
export function connection(options: Options, env: Environment): ClientSettings {
  const url = checked(options.url || env.PAPERBOY_URL || DEFAULT_URL)
  const key = options.key || env.OPERATOR_KEY || (isLoopback(url) ? keyOfThisFolder(env) : undefined)
  return key ? { url, key } : { url }
}

function checked(url: string): string {
  if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return url
  throw new UsageError(`"${url}" is not the address of a Paperboy. Give one such as ${DEFAULT_URL}.`)
}

/** The key in the folder is that of the Paperboy on this machine, and nobody else's to see. */
function isLoopback(url: string): boolean {
  return LOOPBACK.test(new URL(url).hostname)
}

function keyOfThisFolder(env: Environment): string | undefined {
  try {
    return readFileSync(join(env.DATA_DIR || 'data', 'operator-key'), 'utf8').trim()
  } catch {
    return undefined
  }
}
