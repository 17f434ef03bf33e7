import { prepend } from './byte-stream.ts'
import { DumpCut } from './dump-error.ts'
import { encodingOf } from './encoding.ts'
import type { Sample } from './format.ts'

const SAMPLE_BYTES = 64 * 1024
/** A dump may begin with blank lines; one that is blank for this long is taken for empty. */
const MAX_BLANK_BYTES = 1024 * 1024

export type Sampled = {
  sample: Sample
  /** Set when the compressed dump breaks off within the sample. */
  cut: DumpCut | null
  /** The whole stream again, from its first byte. */
  bytes: AsyncGenerator<Uint8Array>
}

/** Reads the beginning of a stream for detection, and gives the stream back whole. */
export async function takeSample(input: AsyncGenerator<Uint8Array>): Promise<Sampled> {
  let head: Buffer = Buffer.alloc(0)
  let cut: DumpCut | null = null
  let whole = false
  while (!whole && wantsMore(head)) {
    try {
      const next = await input.next()
      if (next.done) whole = true
      else head = Buffer.concat([head, next.value])
    } catch (error) {
      if (!(error instanceof DumpCut)) throw error
      cut = error
      whole = true
    }
  }
  return { sample: sampleOf(head, whole && !cut), cut, bytes: prepend(head, cut ? failing(cut) : input) }
}

function wantsMore(head: Buffer): boolean {
  if (head.length < SAMPLE_BYTES) return true
  return head.length < MAX_BLANK_BYTES && head.every((byte) => byte <= 0x20)
}

// biome-ignore lint/correctness/useYield: it is the end of a stream that breaks off
async function* failing(cut: DumpCut): AsyncGenerator<Uint8Array> {
  throw cut
}

export function sampleOf(head: Uint8Array, whole: boolean): Sample {
  const text = new TextDecoder(encodingOf(head)).decode(head)
  const lines = text.split(/\r\n|\r|\n/)
  if (!whole && lines.length > 1) lines.pop()
  return { text, lines }
}
