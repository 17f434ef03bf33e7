import { connect } from 'node:net'
import pg from 'pg'

const PING_TIMEOUT_MS = 3_000

export async function pingPostgres(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: PING_TIMEOUT_MS })
  // A server that goes away while we ask it raises this too; the query below reports it.
  client.on('error', () => {})
  try {
    await client.connect()
    await client.query('select 1')
  } finally {
    await client.end().catch(() => {})
  }
}

/** Any answer will do: a server that asks for a password is up as well. */
export async function pingRedis(url: string): Promise<void> {
  const { hostname, port } = new URL(url)
  await new Promise<void>((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port || 6379), timeout: PING_TIMEOUT_MS })
    socket.once('connect', () => socket.write('PING\r\n'))
    socket.once('data', (answer) => {
      socket.destroy()
      if (answer.toString().startsWith('-LOADING')) reject(new Error('still loading'))
      else resolve()
    })
    socket.once('timeout', () => socket.destroy(new Error(`no answer within ${PING_TIMEOUT_MS} ms`)))
    socket.once('error', reject)
    socket.once('close', () => reject(new Error('the connection was closed')))
  })
}

/** Answers the cluster's name; throws while the cluster cannot take writes. */
export async function pingOpenSearch(url: string): Promise<string> {
  const health = new URL('_cluster/health', url.endsWith('/') ? url : `${url}/`)
  const response = await fetch(health, { signal: AbortSignal.timeout(PING_TIMEOUT_MS) })
  if (!response.ok) throw new Error(`GET ${health.pathname} answers ${response.status}`)
  const body = (await response.json()) as { status: string; cluster_name: string }
  if (body.status === 'red') throw new Error('the cluster is red')
  return body.cluster_name
}
