import { prepend } from './byte-stream.ts'
import { DumpCut } from './dump-error.ts'
import { decoderOf, encodingOf } from './encoding.ts'
import type { Sample } from './format.ts'

const SAMPLE_BYTES = 64 * 1024
/** A dump may begin with blank lines; one that is blank for this long is taken for empty. */
const MAX_BLANK_BYTES = 1024 * 1024
/** A saved page has its styles and pictures before its text. */
const PAGE_BYTES = 8 * 1024 * 1024
const HTML = /^[\s\ufeff]*(?:<\?xml[^>]*>\s*)?(?:<!--|<!doctype html|<html)/i

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
  let parts: Buffer[] = []
  let size = 0
  let cut: DumpCut | null = null
  let whole = false
  while (!whole && wantsMore(head)) {
    try {
      const next = await input.next()
      if (next.done) whole = true
      else {
        parts.push(Buffer.from(next.value))
        size += next.value.length
        // As much again as there is: else a long head would be copied with each block.
        if (size < head.length) continue
        head = Buffer.concat([head, ...parts])
        parts = []
        size = 0
      }
    } catch (error) {
      if (!(error instanceof DumpCut)) throw error
      cut = error
      whole = true
    }
  }
  head = Buffer.concat([head, ...parts])
  const isPage = head.length > SAMPLE_BYTES && isHtml(head)
  const begin = isPage ? head.subarray(0, SAMPLE_BYTES) : head
  const sample = { ...sampleOf(begin, whole && !cut && !isPage), ...(isPage && { page: textOf(head) }) }
  return { sample, cut, bytes: prepend(head, cut ? failing(cut) : input) }
}

function wantsMore(head: Buffer): boolean {
  if (head.length < SAMPLE_BYTES) return true
  if (isHtml(head)) return head.length < PAGE_BYTES
  return head.length < MAX_BLANK_BYTES && head.every((byte) => byte <= 0x20)
}

const isHtml = (head: Buffer) => HTML.test(textOf(head.subarray(0, 2_048)))

const textOf = (head: Uint8Array) => (decoderOf(encodingOf(head)) ?? new TextDecoder()).decode(head)

// biome-ignore lint/correctness/useYield: it is the end of a stream that breaks off
async function* failing(cut: DumpCut): AsyncGenerator<Uint8Array> {
  throw cut
}

export function sampleOf(head: Uint8Array, whole: boolean): Sample {
  const text = textOf(head)
  const lines = text.split(/\r\n|\r|\n/)
  if (!whole && lines.length > 1) lines.pop()
  return { text, lines }
}
