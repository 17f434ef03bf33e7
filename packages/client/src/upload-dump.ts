import { errorOfBody } from './api-error.ts'
import type { CallOptions, DryRun, Dump } from './models.ts'
import { partsOf } from './parts-of.ts'
import { type ClientSettings, rawRequest } from './rest-client.ts'

export type Upload = CallOptions & {
  /** What comes in parts is read as it is sent: memory stays flat whatever the size. Browsers want a Blob or a text. */
  content: AsyncIterable<Uint8Array> | ReadableStream<Uint8Array> | Blob | string
  filename?: string | undefined
  /** YYYY-MM-DD; default: what the dump states, else today (UTC) */
  date?: string | undefined
  format?: string | undefined
  /** Called with the bytes sent so far, of what comes in parts. */
  onProgress?: (bytes: number) => void
}

export async function uploadDump(settings: ClientSettings, upload: Upload): Promise<Dump> {
  return (await send(settings, upload, {})) as Dump
}

/** What the dump would do; nothing of it is stored. */
export async function tryDump(settings: ClientSettings, upload: Upload): Promise<DryRun> {
  return (await send(settings, upload, { dryRun: 'true' })) as DryRun
}

async function send(settings: ClientSettings, upload: Upload, more: Record<string, string>) {
  const query = new URLSearchParams(more)
  for (const name of ['filename', 'date', 'format'] as const) {
    const value = upload[name]
    if (value !== undefined) query.set(name, value)
  }
  const { signal } = upload
  const init = { method: 'POST', ...bodyOf(upload), ...(signal && { signal }) }
  const response = await rawRequest(settings, `/v1/dumps?${query}`, init)
  return response.json().catch((error: unknown) => {
    throw errorOfBody(error)
  })
}

function bodyOf({ content, onProgress }: Upload): RequestInit {
  if (typeof content === 'string' || content instanceof Blob) return { body: content }
  // "half": the answer is read after the whole body is sent, which fetch wants to be said of a stream. Without the
  // other two fetch keeps a copy of what it sends, to send it again after a redirect: all of it, in memory.
  const streamed = { duplex: 'half', redirect: 'error', window: null } as const
  const parts = 'getReader' in content ? partsOf(content) : content
  return { body: streamOf(counted(parts, onProgress)), ...streamed }
}

/** By hand: `ReadableStream.from` is not everywhere yet. */
function streamOf(parts: AsyncGenerator<Uint8Array>): ReadableStream<Uint8Array> {
  return new ReadableStream(
    {
      async pull(controller) {
        const { done, value } = await parts.next()
        if (done) controller.close()
        else controller.enqueue(value)
      },
      async cancel() {
        await parts.return(undefined)
      },
    },
    { highWaterMark: 0 },
  )
}

async function* counted(
  content: AsyncIterable<Uint8Array>,
  onProgress?: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  let bytes = 0
  for await (const part of content) {
    yield part
    bytes += part.length
    onProgress?.(bytes)
  }
}
