import { once } from 'node:events'
import { connect } from 'node:net'

/** Empties the one database of a Redis that the address names. */
export async function flushDatabase(url: string): Promise<void> {
  const { hostname, port, pathname } = new URL(url)
  const socket = connect(Number(port), hostname)
  await once(socket, 'connect')
  socket.end(`SELECT ${pathname.slice(1) || 0}\r\nFLUSHDB\r\nQUIT\r\n`)
  let answer = ''
  for await (const part of socket) answer += part
  if (!answer.startsWith('+OK\r\n+OK')) throw new Error(`FLUSHDB failed: ${answer}`)
}
