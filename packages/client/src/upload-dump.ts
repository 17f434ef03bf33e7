import type { DryRun, Dump } from '@paperboy/contracts'
import { type ClientSettings, rawRequest } from './rest-client.ts'

export type Upload = {
  /** Read as it is sent: memory stays flat whatever the size. */
  content: AsyncIterable<Uint8Array>
  filename?: string | undefined
  /** YYYY-MM-DD; default: what the dump states, else today (UTC) */
  date?: string | undefined
  format?: string | undefined
  /** Called with the bytes sent so far. */
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
  const body = ReadableStream.from(counted(upload))
  // "half": the answer is read after the whole body is sent, which fetch wants to be said of a stream. Without the
  // other two fetch keeps a copy of what it sends, to send it again after a redirect: all of it, in memory.
  const init = { method: 'POST', body, duplex: 'half', redirect: 'error', window: null } as const
  const response = await rawRequest(settings, `/v1/dumps?${query}`, init)
  return response.json()
}

async function* counted({ content, onProgress }: Upload): AsyncGenerator<Uint8Array> {
  let bytes = 0
  for await (const part of content) {
    yield part
    bytes += part.length
    onProgress?.(bytes)
  }
}
