import { DumpError } from '../dump-error.ts'
import { furnitureFilter } from '../page-furniture.ts'
import type { Line } from '../read-lines.ts'
import type { WideLine } from './wide-line.ts'
import { unwrapped, type Wrapping, wrappingOf } from './wrapped-lines.ts'

/** So much of a page shows whether it breaks its lines. */
const LOOKED_AT_LINES = 200
/** A page that does is put together in pieces of this size; none is larger. */
const MAX_PIECE_CHARS = 4 * 1024 * 1024

/** What a page says about its papers, a text a line, also where the page breaks its lines. */
export async function* pageTexts(input: AsyncIterable<Line>): AsyncGenerator<Line> {
  const content = wideContent()
  let piece: WideLine[] = []
  let chars = 0
  let wrapping: Wrapping | null = null
  for await (const line of input) {
    const kept = content(line)
    if (!kept) continue
    piece.push(kept)
    chars += kept.text.length
    if (!wrapping && (piece.length >= LOOKED_AT_LINES || chars > MAX_PIECE_CHARS))
      wrapping = wrappingOf(piece)
    const mayGoOn = wrapping?.kind !== 'none'
    if (mayGoOn && chars <= MAX_PIECE_CHARS) continue
    yield* textsOf(piece, wrapping)
    piece = []
    chars = 0
  }
  yield* textsOf(piece, wrapping)
}

/** The lines of the page without its furniture. */
export function wideContent(): (line: Line) => WideLine | null {
  const content = furnitureFilter()
  return (line) => {
    const kept = line.fault === 'cut' ? line : content(line)
    return kept && { ...kept, width: line.text.trim().length }
  }
}

/** Lines with a fault of their own stay as they are. */
function textsOf(piece: WideLine[], known: Wrapping | null): Line[] {
  const wrapping = known ?? wrappingOf(piece)
  if (wrapping.kind === 'none') return piece
  if (wrapping.kind === 'unclear') throw unclear()
  const good = piece.filter(({ fault }) => fault === null)
  return [...unwrapped(good, wrapping), ...piece.filter(({ fault }) => fault !== null)]
}

export const UNCLEAR_WRAPPING =
  'It looks like a trending page whose lines are broken, so that nobody can tell where a title ends and its ' +
  'abstract begins. Paste the page without line breaks, or save it as HTML.'

function unclear(): DumpError {
  return new DumpError('DUMP_FORMAT_UNKNOWN', UNCLEAR_WRAPPING)
}
