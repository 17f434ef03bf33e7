/** The lines of a text as they come; what follows the last line break is one too, unless it is empty. */
export async function* linesOf(bytes: ReadableStream<Uint8Array>): AsyncGenerator<string, void, undefined> {
  // Not by "for await": not every browser knows it for streams.
  const reader = bytes.getReader()
  const decoder = new TextDecoder()
  let rest = ''
  try {
    for (;;) {
      const { done, value } = await reader.read()
      const lines = (rest + decoder.decode(value, { stream: !done })).split('\n')
      rest = lines.pop() ?? ''
      yield* lines
      if (done) break
    }
    if (rest !== '') yield rest
  } finally {
    // Nobody reads on: the gateway may stop sending.
    await reader.cancel().catch(() => {})
  }
}
