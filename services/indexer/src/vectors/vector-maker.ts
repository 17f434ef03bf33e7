import type { OutstandingPaper, PaperVectors, StoredVector } from '@paperboy/database'
import { type Circuit, type Embeddings, type EmbeddingsAnswer, toBytes } from '@paperboy/search'
import type { Log } from '@paperboy/service-kit'
import { paperText, textHash } from './paper-text.ts'

export type VectorDeps = {
  vectors: PaperVectors
  embeddings: Embeddings
  circuit: Circuit
  log: Log
  count: (outcome: 'written' | 'confirmed' | 'refused', papers: number) => void
}
type Text = Omit<StoredVector, 'vector'> & { text: string }

const PAGE = 256
/** The most that common servers take at once. */
const MAX_BATCH = 32
const TIMEOUT_MS = 60_000
/** A server that does not take this takes nothing. */
const PROBE = 'paper'
/** In so many passes a text may get garbage before it is taken for one that the server cannot read. */
const MAX_GARBLED = 3

/**
 * Makes the vectors of papers whose text, or whose model, is another one than when they were made. Each is stored
 * under the hash of its text, so a batch may be done twice and cut off anywhere.
 */
export class VectorMaker {
  private readonly deps: VectorDeps
  private batchSize = MAX_BATCH
  /** Whether a text of this pass is to be asked again, and how often each got garbage, by its hash. */
  private asksAgain = false
  private readonly garbled = new Map<string, number>()

  constructor(deps: VectorDeps) {
    this.deps = deps
  }

  /** Goes once through all papers; ends early while the server is away. How many it found something to do for. */
  async pass(signal: AbortSignal): Promise<number> {
    const { vectors, embeddings, circuit } = this.deps
    this.asksAgain = false
    let after = ''
    let found = 0
    while (!signal.aborted) {
      const papers = await vectors.outstanding(embeddings.model, { after, limit: PAGE })
      after = papers.at(-1)?.paperId ?? after
      found += papers.length
      if (papers.length === 0 || !(await this.page(papers, signal))) break
    }
    // It may do better later, but not at once.
    if (this.asksAgain && !circuit.isOpen()) circuit.failed()
    return found
  }

  /** False while the server is away. */
  private async page(papers: OutstandingPaper[], signal: AbortSignal): Promise<boolean> {
    const { vectors, embeddings, count } = this.deps
    const texts = papers.map((paper) => textOf(paper, embeddings.model))
    const same = papers.filter((_, at) => texts[at] === undefined)
    await vectors.confirm(same)
    count('confirmed', same.length)
    const changed = texts.filter((text) => text !== undefined)
    for (let at = 0; at < changed.length; ) {
      const batch = changed.slice(at, at + this.batchSize)
      if (signal.aborted || !(await this.batch(batch, signal))) return false
      at += batch.length
    }
    return true
  }

  private async batch(batch: Text[], signal: AbortSignal): Promise<boolean> {
    const { embeddings } = this.deps
    const answer = await embeddings.ofTexts(
      batch.map(({ text }) => text),
      { timeoutMs: TIMEOUT_MS, signal },
    )
    if (answer.kind === 'vectors') return this.store(batch, answer.vectors)
    if (answer.kind === 'away') return this.away(answer)
    const [text] = batch
    if (text && batch.length === 1) return this.strike(text, answer, signal)
    // One text that it does not take must not keep the others out.
    const middle = Math.ceil(batch.length / 2)
    return (
      (await this.batch(batch.slice(0, middle), signal)) && (await this.batch(batch.slice(middle), signal))
    )
  }

  private async store(batch: Text[], made: Float32Array[]): Promise<true> {
    const { vectors, circuit, count } = this.deps
    await vectors.store(
      batch.map(({ text: _, ...row }, at) => ({ ...row, vector: bytesOf(made[at] ?? new Float32Array()) })),
    )
    circuit.succeeded()
    this.batchSize = Math.min(MAX_BATCH, this.batchSize * 2)
    count('written', batch.length)
    return true
  }

  /** It may be slow rather than away: the next batch is smaller. */
  private away(answer: Extract<EmbeddingsAnswer, { kind: 'away' }>): false {
    const { circuit, log } = this.deps
    this.batchSize = Math.max(1, Math.floor(this.batchSize / 2))
    circuit.failed(answer.retryAfterMs)
    log.warn({ reason: answer.reason, retryInMs: circuit.leftMs() }, 'no vectors for papers')
    return false
  }

  /** A text that a server refuses which takes others has no vector until it changes. */
  private async strike(
    { text: _, ...row }: Text,
    answer: Extract<EmbeddingsAnswer, { kind: 'refused' | 'garbage' }>,
    signal: AbortSignal,
  ): Promise<boolean> {
    const { vectors, log, count } = this.deps
    log.warn({ paper: row.paperId, reason: answer.reason }, 'the embeddings server did not take a text')
    if (!(await this.probe(signal))) return false
    if (answer.kind === 'garbage' && this.mayTryAgain(row.textHash)) {
      this.asksAgain = true
      return true
    }
    await vectors.store([{ ...row, vector: null }])
    count('refused', 1)
    return true
  }

  private mayTryAgain(hash: string): boolean {
    const times = (this.garbled.get(hash) ?? 0) + 1
    if (times < MAX_GARBLED) this.garbled.set(hash, times)
    else this.garbled.delete(hash)
    return times < MAX_GARBLED
  }

  /** Whether it is the text's fault that it was not taken; if the server takes none at all, it is left alone. */
  private async probe(signal: AbortSignal): Promise<boolean> {
    const answer = await this.deps.embeddings.ofTexts([PROBE], { timeoutMs: TIMEOUT_MS, signal })
    return answer.kind === 'vectors' || this.away({ ...answer, kind: 'away' })
  }
}

/** Undefined where the vector that is there holds, or where the paper is gone. */
function textOf({ paperId, version, text, known }: OutstandingPaper, model: string): Text | undefined {
  if (!text) return undefined
  const whole = paperText(text)
  const hash = textHash(whole)
  if (known?.model === model && known.textHash === hash) return undefined
  return { paperId, version, model, textHash: hash, text: whole }
}

function bytesOf(vector: Float32Array): Uint8Array {
  return new Uint8Array(toBytes(vector).buffer)
}
