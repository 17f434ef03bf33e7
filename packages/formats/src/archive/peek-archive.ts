import { ARCHIVE_HEAD_BYTES, archiveKind } from './archive-kind.ts'

export type PeekedArchive = {
  kind: ReturnType<typeof archiveKind>
  /** The whole stream again, from its first byte. */
  bytes: AsyncGenerator<Uint8Array>
}

/** Looks at the beginning of a stream: is it an archive of files? */
export async function peekArchive(source: AsyncIterable<Uint8Array>): Promise<PeekedArchive> {
  const rest = source[Symbol.asyncIterator]()
  const head: Buffer[] = []
  let size = 0
  while (size < ARCHIVE_HEAD_BYTES) {
    const next = await rest.next()
    if (next.done) break
    // A copy: what is yielded need not outlive the next step.
    head.push(Buffer.from(next.value))
    size += next.value.length
  }
  return { kind: archiveKind(Buffer.concat(head)), bytes: joined(head, rest) }
}

async function* joined(head: Buffer[], rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* head
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value
  } finally {
    await rest.return?.()
  }
}
