/** An error stands at the beginning of an answer, the token of the next page at its end. */
const WATCHED_BYTES = 64 * 1024

/** Watches the bytes of an OAI-PMH answer as they pass. */
export function watchOai(body: AsyncIterable<Uint8Array>): {
  body: AsyncIterable<Uint8Array>
  /** Of the next page; null after the last one. To be asked at the end. */
  token(): string | null
} {
  let tail: Buffer = Buffer.alloc(0)
  async function* passing() {
    for await (const bytes of body) {
      const joined = Buffer.concat([tail, bytes])
      tail = Buffer.from(joined.subarray(Math.max(0, joined.length - WATCHED_BYTES)))
      yield bytes
    }
  }
  return { body: passing(), token: () => tokenIn(tail.toString('utf8')) }
}

function tokenIn(xml: string): string | null {
  const [, token = ''] =
    /<(?:\w+:)?resumptionToken\b[^>]*>([^<]*)<\/(?:\w+:)?resumptionToken>\s*<\//.exec(xml) ?? []
  return unescaped(token.trim()) || null
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

function unescaped(text: string): string {
  return text.replace(/&(?:#(\d+)|#x([\da-f]+)|(\w+));/gi, (whole, decimal, hex, name) => {
    const code = decimal ? Number(decimal) : hex ? Number.parseInt(hex, 16) : null
    return code === null ? (ENTITIES[name] ?? whole) : String.fromCodePoint(code)
  })
}

/** The next page of an answer: the arguments of the first do not go with a token. */
export function pageAddress(url: string, token: string): string {
  const page = new URL(url)
  const verb = page.searchParams.get('verb') ?? 'ListRecords'
  page.search = new URLSearchParams({ verb, resumptionToken: token }).toString()
  return page.href
}

/** The source has forgotten the token: the answer has to be read from its first page again. */
export async function forgotToken(
  body: AsyncIterable<Uint8Array>,
): Promise<{ forgot: boolean; body: AsyncIterable<Uint8Array> }> {
  const rest = body[Symbol.asyncIterator]()
  const head: Uint8Array[] = []
  let size = 0
  while (size < WATCHED_BYTES) {
    const next = await rest.next()
    if (next.done) break
    head.push(next.value)
    size += next.value.length
  }
  const forgot = /<error\s[^>]*code=["']badResumptionToken["']/.test(Buffer.concat(head).toString('utf8'))
  return { forgot, body: joined(head, rest) }
}

async function* joined(head: Uint8Array[], rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* head
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value
  } finally {
    await rest.return?.()
  }
}
