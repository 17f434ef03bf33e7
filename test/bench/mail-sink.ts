import { createServer, type Socket } from 'node:net'

/** A mail server that takes everything and keeps nothing; a process of its own, so that it shares no thread with who sends. */
const answers: Record<string, string> = {
  EHLO: '250-sink\r\n250 8BITMIME\r\n',
  HELO: '250 sink\r\n',
  MAIL: '250 ok\r\n',
  RCPT: '250 ok\r\n',
  RSET: '250 ok\r\n',
  NOOP: '250 ok\r\n',
  DATA: '354 go on\r\n',
  QUIT: '221 bye\r\n',
}
const END = Buffer.from('\r\n.\r\n')
let taken = 0

function serve(socket: Socket): void {
  let rest = Buffer.alloc(0)
  let isData = false
  socket.on('error', () => socket.destroy())
  socket.write('220 sink\r\n')
  socket.on('data', (chunk) => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    for (;;) {
      if (isData) {
        const end = rest.indexOf(END)
        // What could be the beginning of the end is kept.
        if (end < 0) {
          rest = rest.subarray(Math.max(0, rest.length - END.length + 1))
          return
        }
        rest = rest.subarray(end + END.length)
        isData = false
        taken += 1
        socket.write('250 taken\r\n')
        continue
      }
      const end = rest.indexOf('\r\n')
      if (end < 0) return
      const command = rest.toString('latin1', 0, 4).toUpperCase()
      rest = rest.subarray(end + 2)
      isData = command === 'DATA'
      socket.write(answers[command] ?? '500 what\r\n')
      if (command === 'QUIT') socket.end()
    }
  })
}

const server = createServer({ noDelay: true }, serve)
server.listen(0, '127.0.0.1', () => process.send?.({ address: server.address() }))
process.on('message', () => process.send?.({ taken }))
process.on('disconnect', () => process.exit(0))
