import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

export type MovableAddress = { port: number; pointTo(port: number): void; stop(): Promise<void> }

/** An address that stays the same while the server behind it is replaced by another one. */
export async function movableAddress(): Promise<MovableAddress> {
  const sockets = new Set<Socket>()
  let target = 0
  const server = createServer((inside) => {
    const outside = connect(target, '127.0.0.1')
    for (const [from, to] of [
      [inside, outside],
      [outside, inside],
    ] as const) {
      sockets.add(from)
      from.pipe(to)
      from.on('error', () => {})
      from.on('close', () => {
        to.destroy()
        sockets.delete(from)
      })
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    pointTo: (port) => {
      target = port
    },
    async stop() {
      server.close()
      for (const socket of sockets) socket.destroy()
    },
  }
}
