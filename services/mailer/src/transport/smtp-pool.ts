import { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { createTransport } from 'nodemailer'

export type Outcome = { response: string } | { error: unknown; bodyStarted: boolean }
export type Pool = ReturnType<typeof openPool>

type PoolOptions = { connections: number; connectMs: number; silenceMs: number }

// A server may close a connection after some number of mails; 100 is what most allow.
const MAX_MAILS_PER_CONNECTION = 100

/** nodemailer's pool, and for each failure whether the message had begun to flow. */
export function openPool(url: string, { connections, connectMs, silenceMs }: PoolOptions) {
  const transporter = createTransport({
    url,
    pool: true,
    maxConnections: connections,
    maxMessages: MAX_MAILS_PER_CONNECTION,
    // It requeues only what never left; our ledger's backoff is the place for more attempts than that.
    maxRequeues: 1,
    connectionTimeout: connectMs,
    greetingTimeout: connectMs,
    socketTimeout: silenceMs,
  })
  const started = new WeakSet<object>()
  const underWay = new Set<Promise<Outcome>>()
  transporter.use('stream', (mail, done) => {
    const raw = mail.data.raw
    // nodemailer reads a message ahead of the server's leave to send it; this stream is read after that.
    if (Buffer.isBuffer(raw)) {
      mail.message.createReadStream = () => bodyStream(raw, () => started.add(raw))
    }
    done()
  })

  async function attempt(envelope: { from: string; to: string[] }, raw: Buffer): Promise<Outcome> {
    try {
      const { response } = await transporter.sendMail({ envelope, raw })
      return { response }
    } catch (error) {
      return { error, bodyStarted: started.has(raw) }
    }
  }

  return {
    deliver(envelope: { from: string; to: string[] }, raw: Buffer): Promise<Outcome> {
      // An object of its own for each attempt: the same mail may be tried again.
      const outcome = attempt(envelope, raw.subarray())
      underWay.add(outcome)
      return outcome.finally(() => underWay.delete(outcome))
    },
    verify: () => transporter.verify(),
    async close(graceMs: number): Promise<void> {
      const grace = new AbortController()
      const late = sleep(graceMs, undefined, { signal: grace.signal }).catch(() => {})
      await Promise.race([Promise.all(underWay), late])
      grace.abort()
      transporter.close({ force: true })
      await Promise.all(underWay)
    },
  }
}

function bodyStream(raw: Buffer, onStart: () => void): Readable {
  let offset = 0
  return new Readable({
    read(size) {
      if (offset === 0) onStart()
      const chunk = raw.subarray(offset, offset + size)
      offset += size
      this.push(chunk.length > 0 ? chunk : null)
    },
  })
}
