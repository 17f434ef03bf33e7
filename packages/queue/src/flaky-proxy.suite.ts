import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'

/** A way to a backend that can be cut (connections are refused) or frozen (they hang). */
export type FlakyProxy = { url: string; cut(): Promise<void>; freeze(): void; restore(): Promise<void> }

export async function flakyProxy(target: string): Promise<FlakyProxy> {
  const { hostname, port } = new URL(target)
  const sockets = new Set<Socket>()
  let frozen = false
  const server = createServer((inside) => {
    const outside = connect(Number(port), hostname)
    for (const [from, to] of [
      [inside, outside],
      [outside, inside],
    ] as const) {
      sockets.add(from)
      from.on('data', (data) => void (frozen || to.write(data)))
      from.on('error', () => {})
      from.on('close', () => to.destroy())
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const own = (server.address() as AddressInfo).port
  const cut = async () => {
    const closed = once(server, 'close')
    server.close()
    for (const socket of sockets) socket.destroy()
    sockets.clear()
    await closed
  }
  onTestFinished(async () => void (server.listening && (await cut())))
  const url = Object.assign(new URL(target), { host: `127.0.0.1:${own}` })
  return {
    url: url.href,
    cut,
    freeze() {
      frozen = true
    },
    async restore() {
      frozen = false
      if (server.listening) return
      server.listen(own, '127.0.0.1')
      await once(server, 'listening')
    },
  }
}
