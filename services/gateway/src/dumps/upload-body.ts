import type { IncomingMessage } from 'node:http'
import { AppError } from '@paperboy/service-kit'
import { inflateBody, isKnownEncoding } from './inflate-body.ts'

type Limits = { maxDumpBytes: number; maxInflatedBytes: number }

/** The bytes of a dump as they arrive, content encoding undone, and how many of them may be stored. */
export function uploadBody(
  request: IncomingMessage,
  { maxDumpBytes, maxInflatedBytes }: Limits,
): { bytes: AsyncIterable<Buffer>; maxBytes: number } {
  const encoding = (request.headers['content-encoding'] ?? 'identity').trim().toLowerCase()
  if (encoding !== 'identity' && !isKnownEncoding(encoding)) {
    throw new AppError(
      'UNSUPPORTED_ENCODING',
      `Content-Encoding ${encoding.slice(0, 50)} is not supported. Send the dump as it is, with gzip or with zstd.`,
    )
  }
  if (Number(request.headers['content-length'] ?? 0) > maxDumpBytes) throw tooLarge(maxDumpBytes)
  const wire = onTheWire(request, maxDumpBytes)
  if (encoding === 'identity') return { bytes: wire, maxBytes: maxDumpBytes }
  return { bytes: inflateBody(wire, encoding), maxBytes: Math.min(maxDumpBytes, maxInflatedBytes) }
}

async function* onTheWire(request: IncomingMessage, maxBytes: number): AsyncGenerator<Buffer> {
  let bytes = 0
  try {
    // Stopping early must not destroy the connection: the sender still gets an answer on it.
    for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      bytes += chunk.length
      if (bytes > maxBytes) throw tooLarge(maxBytes)
      yield chunk
    }
  } finally {
    // What was not read would stand before the sender's next request.
    request.resume()
  }
  // A connection that breaks inside a chunk can look like an end.
  if (request.complete === false)
    throw new AppError('BAD_REQUEST', 'The upload was cut off. Nothing was stored.')
}

function tooLarge(maxBytes: number): AppError {
  return new AppError(
    'DUMP_TOO_LARGE',
    `A dump may have ${maxBytes} bytes at most. Split it, or ask the operator to raise MAX_DUMP_BYTES.`,
  )
}
