import { Client } from '@opensearch-project/opensearch'
import { AppError } from '@paperboy/service-kit'

const ADMIN_TIMEOUT_MS = 30_000

/** `http(s)://[user:password@]host:port[/prefix]`: the prefix keeps several installations apart on one engine. */
export function connect(url: string): { client: Client; prefix: string } {
  const { origin, username, password, prefix } = partsOf(url)
  const client = new Client({
    node: origin,
    requestTimeout: ADMIN_TIMEOUT_MS,
    maxRetries: 1,
    ...(username === '' ? {} : { auth: { username, password } }),
  })
  return { client, prefix }
}

function partsOf(url: string) {
  const { origin, username, password, pathname, searchParams } = new URL(url)
  const prefix = searchParams.get('prefix') ?? pathname.replaceAll('/', '')
  if (!/^([a-z0-9][a-z0-9_-]{0,99})?$/.test(prefix)) {
    throw new AppError('BAD_REQUEST', 'The prefix in SEARCH_URL must be lower-case letters, digits, - and _.')
  }
  return { origin, username: decodeURIComponent(username), password: decodeURIComponent(password), prefix }
}
