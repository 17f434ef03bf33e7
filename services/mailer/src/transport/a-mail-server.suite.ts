import { once } from 'node:events'
import type { AddressInfo, Socket } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { SMTPServer } from 'smtp-server'

/** What the server does at each step; nothing said = it accepts. */
export type Script = {
  connect?: () => Answer
  rcpt?: (address: string) => Answer
  /** After the whole message was read. */
  data?: (raw: Buffer) => Answer
  /** Before the message may be sent, and when its first bytes are there. */
  beforeData?: () => 'drop'
  firstBytes?: () => 'drop'
}
/** 'accept', an error code, or 'drop': the connection is cut without an answer. */
export type Answer = 'accept' | 'drop' | 'drop after accepting' | number | Promise<'accept'>

export type MailServer = Awaited<ReturnType<typeof startMailServer>>

/** An SMTP server on a port of its own that answers by a script. */
export async function startMailServer(script: Script = {}) {
  const received: Buffer[] = []
  const recipients: string[] = []
  const seen = { open: 0, most: 0, connections: 0 }
  const sockets = new Map<string, Socket>()
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    logger: false,
    onConnect(session, done) {
      seen.connections += 1
      answer(script.connect?.(), done, () => sockets.get(keyOf(session))?.destroy())
    },
    onRcptTo({ address }, session, done) {
      answer(script.rcpt?.(address), done, () => sockets.get(keyOf(session))?.destroy())
    },
    onData(stream, session, done) {
      const cut = () => sockets.get(keyOf(session))?.destroy()
      if (script.beforeData?.() === 'drop') return cut()
      if (script.firstBytes) stream.once('data', cut)
      // A message that is cut off rejects; there is nothing to answer then.
      const whole = buffer(stream).catch(() => null)
      void whole.then((raw) => {
        if (!raw) return
        const given = script.data?.(raw)
        if (typeof given !== 'number' && given !== 'drop') {
          received.push(raw)
          recipients.push(...session.envelope.rcptTo.map(({ address }) => address))
        }
        if (given === 'drop after accepting') {
          cutAfterAnswer(sockets.get(keyOf(session)))
          done()
        } else answer(given, done, cut)
      })
    },
  })
  server.on('error', () => {})
  server.server.on('connection', (socket) => {
    seen.open += 1
    seen.most = Math.max(seen.most, seen.open)
    sockets.set(`${socket.remoteAddress}:${socket.remotePort}`, socket)
    socket.on('error', () => {})
    socket.on('close', () => {
      seen.open -= 1
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  const { port } = server.server.address() as AddressInfo
  return {
    url: `smtp://127.0.0.1:${port}`,
    received,
    recipients,
    seen,
    cutAll: () => {
      for (const socket of sockets.values()) socket.destroy()
    },
    stop: () => new Promise<void>((resolve) => server.close(() => resolve())),
  }
}

/** Cuts the connection as soon as more has been written to it. */
function cutAfterAnswer(socket?: Socket): void {
  const before = socket?.bytesWritten ?? 0
  const look = () => {
    if (!socket || socket.destroyed) return
    if (socket.bytesWritten > before) socket.destroySoon()
    else setImmediate(look)
  }
  look()
}

function keyOf({ remoteAddress, remotePort }: { remoteAddress: string; remotePort: number }): string {
  return `${remoteAddress}:${remotePort}`
}

function answer(given: Answer | undefined, done: (error?: Error | null) => void, cut: () => void): void {
  if (given instanceof Promise) void given.then(() => done())
  else if (given === 'drop') cut()
  else if (typeof given === 'number') done(Object.assign(new Error('as scripted'), { responseCode: given }))
  else done()
}
