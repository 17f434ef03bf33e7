import type { SourceEntry } from '@paperboy/contracts'
import { inflatedBytes } from './byte-stream.ts'
import { DumpCut, DumpError } from './dump-error.ts'
import type { Format, ReadContext, Sample } from './format.ts'
import { type FormatName, formatNames, formats } from './formats.ts'
import { trailing, truncated } from './reject.ts'
import { type Sampled, takeSample } from './sample.ts'

export type OpenOptions = { format: 'auto' | FormatName; maxInflatedBytes: number; day: string }

export type OpenedDump = {
  format: Format & { name: FormatName }
  /** The day the dump itself says it is of; null where it says nothing. */
  statedDate: string | null
  /** To be read to its end or closed with `return`; it throws DumpError where a limit is passed. */
  entries: AsyncGenerator<SourceEntry>
}

const ENOUGH_CONFIDENCE = 0.5
/** Text has some damage; more than this share of it is no text. */
const MAX_BINARY_SHARE = 0.1

/**
 * Unpacks a dump, finds its format by content and streams its entries. Throws DumpError when it cannot
 * be read at all; errors of `bytes` itself come through as they are.
 */
export async function openDump(bytes: AsyncIterable<Uint8Array>, options: OpenOptions): Promise<OpenedDump> {
  let isFollowed = false
  const input = inflatedBytes(bytes, options.maxInflatedBytes, () => {
    isFollowed = true
  })
  try {
    const sampled = await takeSample(input)
    const format: OpenedDump['format'] = chooseFormat(sampled, options.format)
    const context = { day: options.day }
    const statedDate = format.statedDate?.(sampled.sample, context) ?? null
    return { format, statedDate, entries: entriesOf(format, sampled.bytes, context, () => isFollowed) }
  } catch (error) {
    await input.return(undefined)
    throw error
  }
}

function chooseFormat({ sample, cut }: Sampled, wanted: 'auto' | FormatName) {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a file of zero bytes is as empty as one of blanks
  if (/^[\s\u0000\ufeff]*$/.test(sample.text)) throw cut ? unreadable(cut) : empty()
  const named = formats.find(({ name }) => name === wanted)
  const found = named ?? detectFormat(sample)
  if (!found) throw cut ? unreadable(cut) : unknown(sample)
  return found
}

/** The format that is most sure of itself; undefined where none is sure enough. */
function detectFormat(sample: Sample) {
  if (binaryShare(sample.text) > MAX_BINARY_SHARE) return undefined
  return formats
    .map((format) => ({ format, confidence: format.detect(sample) }))
    .filter(({ confidence }) => confidence >= ENOUGH_CONFIDENCE)
    .sort((a, b) => b.confidence - a.confidence)[0]?.format
}

function binaryShare(text: string): number {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what tells binary from text
  return (text.match(/[\u0000-\u0008\u000e-\u001f\u007f\ufffd]/g)?.length ?? 0) / text.length
}

async function* entriesOf(
  format: Format,
  bytes: AsyncGenerator<Uint8Array>,
  context: ReadContext,
  isFollowed: () => boolean,
): AsyncGenerator<SourceEntry> {
  let before = 'the beginning'
  let seen = 0
  try {
    for await (const entry of format.read(bytes, context)) {
      if (entry.kind === 'reject' && entry.code === 'TRUNCATED' && seen === 0) throw unreadable(null)
      yield entry
      before = entry.position
      seen += 1
    }
    if (isFollowed()) yield trailing(`after ${before}`)
  } catch (error) {
    if (!(error instanceof DumpCut)) throw error
    if (seen === 0) throw unreadable(error)
    yield truncated(`after ${before}`, '')
  } finally {
    await bytes.return(undefined)
  }
}

function empty(): DumpError {
  return new DumpError('DUMP_EMPTY', 'The dump is empty: it holds no text. Check the file and send it again.')
}

function unknown(sample: Sample): DumpError {
  const advice = formats
    .map((format: Format) => format.advice?.(sample) ?? null)
    .find((text) => text !== null)
  if (advice) return new DumpError('DUMP_FORMAT_UNKNOWN', advice)
  return new DumpError(
    'DUMP_FORMAT_UNKNOWN',
    `The dump is in no format that Paperboy knows. It looked at the content for each of: ${formatNames.join(', ')}. ` +
      'Check that it is the right file and whole, or name the format when you send it.',
  )
}

function unreadable(cause: DumpCut | null): DumpError {
  return new DumpError(
    'DUMP_UNREADABLE',
    `The dump cannot be unpacked: it is damaged or incomplete before its first complete record${
      cause ? ` (${cause.message})` : ''
    }. Send the complete file.`,
    { cause },
  )
}
