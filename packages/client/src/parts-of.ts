/** The parts of a stream as they come. Not by "for await": not every browser knows it for streams. */
export async function* partsOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  const reader = stream.getReader()
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      yield value
    }
  } finally {
    // Nobody reads on: whoever sends may stop.
    await reader.cancel().catch(() => {})
  }
}
