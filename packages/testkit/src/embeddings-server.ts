import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'

type Asked = { model: string; input: string[] }
/** What a server may do in place of an answer; `hang` never ends it. */
export type EmbeddingsBehaviour = (
  asked: Asked,
) => { status?: number; headers?: Record<string, string>; body?: unknown } | 'hang' | undefined

export type EmbeddingsServer = {
  url: string
  /** All that was asked, with the token it was asked with. */
  asked: (Asked & { authorization: string | undefined })[]
  /** Undefined, or an answer of undefined: as it should. */
  behave(behaviour: EmbeddingsBehaviour | undefined): void
  stop(): Promise<void>
}

const DIMENSIONS = 96

/**
 * A server of `/v1/embeddings` whose vectors are the sum of one made-up vector per word; the words of a group in
 * `synonyms` have the same. The same text has the same vector everywhere.
 */
export async function startEmbeddings(synonyms: string[][] = []): Promise<EmbeddingsServer> {
  const meanings = new Map(synonyms.flatMap((group) => group.map((word) => [word, group[0] ?? word])))
  const asked: EmbeddingsServer['asked'] = []
  let behaviour: EmbeddingsBehaviour | undefined
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const question = (await json(request)) as Asked
    asked.push({ ...question, authorization: request.headers.authorization })
    const instead = request.url === '/v1/embeddings' ? behaviour?.(question) : { status: 404 }
    if (instead === 'hang') return
    response.writeHead(instead?.status ?? 200, { 'content-type': 'application/json', ...instead?.headers })
    const vectors = () => embeddingsAnswer(question.input.map((text) => vectorOf(text, meanings)))
    response.end(
      typeof instead?.body === 'string' ? instead.body : JSON.stringify(instead?.body ?? vectors()),
    )
  }
  // A question that breaks off is nobody's fault: whoever asked has gone.
  const server = createServer((request, response) => {
    serve(request, response).catch(() => response.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    behave: (next) => {
      behaviour = next
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** Last first, as a server may give them: the index tells whose each is. */
export function embeddingsAnswer(vectors: number[][]) {
  const data = vectors.map((embedding, index) => ({ object: 'embedding', index, embedding }))
  return { object: 'list', data: data.reverse(), usage: { prompt_tokens: 1, total_tokens: 1 } }
}

function vectorOf(text: string, meanings: Map<string, string>): number[] {
  const sum = new Array<number>(DIMENSIONS).fill(0)
  for (const word of text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? ['']) {
    const next = randomFrom(meanings.get(word) ?? word)
    for (let at = 0; at < DIMENSIONS; at++) sum[at] = (sum[at] ?? 0) + next()
  }
  return sum
}

/** Numbers between -1 and 1, always the same for a word. */
function randomFrom(word: string): () => number {
  let state = 2_166_136_261
  for (const character of word) state = Math.imul(state ^ (character.codePointAt(0) ?? 0), 16_777_619)
  return () => {
    state = Math.imul(state ^ (state >>> 15), 2_246_822_519) + 1_013_904_223
    return ((state ^ (state >>> 13)) | 0) / 2 ** 31
  }
}
