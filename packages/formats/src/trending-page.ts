import type { SourceEntry } from '@paperboy/contracts'
import type { Format, Sample } from './format.ts'
import { isBanner } from './page-furniture.ts'
import { isClear, pairing } from './pair-lines.ts'
import { type Line, readLines } from './read-lines.ts'
import { truncated } from './reject.ts'
import { at, pairEntries } from './trending/page-pairs.ts'
import { pageTexts, UNCLEAR_WRAPPING, wideContent } from './trending/page-texts.ts'
import { unwrapped, wrappingOf } from './trending/wrapped-lines.ts'

/**
 * A page of trending papers, selected and pasted: two banner lines, then a title line and an abstract
 * line for each paper. A line stands for a field, blank lines mean nothing; where the page breaks its lines,
 * they are put together first.
 */
export const trendingPage = {
  name: 'trending-page',
  ranks: true,
  abstractRequired: true,
  detect,
  advice: (sample) => (sample.lines.some(isBanner) && textsOf(sample) === null ? UNCLEAR_WRAPPING : null),
  read,
} as const satisfies Format

async function* read(input: AsyncIterable<Uint8Array>): AsyncGenerator<SourceEntry> {
  const pairs = pairing()
  const entries = pairEntries()
  let cut: Line | null = null
  for await (const line of pageTexts(readLines(input))) {
    if (line.fault === 'cut') cut = line
    else for (const pair of pairs.add(line)) yield* entries.add(pair)
  }
  for (const pair of pairs.end()) {
    // The abstract of the last title is not missing: it is in the part that was cut off.
    const waiting = pair.title !== null && pair.title === pairs.open()
    if (cut && waiting) cut = pair.title
    else yield* entries.add(pair)
  }
  yield* entries.end()
  if (cut) yield truncated(at(cut), cut.text)
}

const SURE_WITH_BANNER = 0.95
const SURE_BY_PAIRS = 0.7
const MIN_CLEAR_PAIRS = 2
const MIN_CLEAR_SHARE = 0.7
/** Lines that begin like mark-up, data or code; titles and abstracts rarely do. */
const NO_PLAIN_TEXT = /^(?:[<#|{}[*>@/"]|- )|[{};,]$/
const MAX_NO_PLAIN_SHARE = 0.1

function detect(sample: Sample): number {
  const lines = textsOf(sample)
  if (!lines || lines.length === 0) return 0
  if (sample.lines.some(isBanner)) return SURE_WITH_BANNER
  const odd = lines.filter(({ text }) => NO_PLAIN_TEXT.test(text)).length
  if (odd > MAX_NO_PLAIN_SHARE * lines.length) return 0
  const pairs = pairing()
  const clear = [...lines.flatMap(pairs.add), ...pairs.end()].filter(isClear).length
  return clear >= MIN_CLEAR_PAIRS && 2 * clear >= MIN_CLEAR_SHARE * lines.length ? SURE_BY_PAIRS : 0
}

/** Null for a page that breaks its lines so that nobody can put them together again. */
function textsOf(sample: Sample): Line[] | null {
  const content = wideContent()
  const lines = sample.lines
    .map((text, index) => content({ text, number: index + 1, replacedBytes: 0, fault: null }))
    .filter((line) => line !== null)
  const wrapping = wrappingOf(lines)
  if (wrapping.kind === 'unclear') return null
  return wrapping.kind === 'none' ? lines : unwrapped(lines, wrapping)
}
