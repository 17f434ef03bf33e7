import type { SourceEntry } from '@paperboy/contracts'
import type { Pair } from '../pair-lines.ts'
import type { Line } from '../read-lines.ts'
import { reject } from '../reject.ts'
import { type Belonging, belonging } from './belonging.ts'

/** So many are compared with each other; a page has some hundred. */
const MAX_COMPARED = 512
const MAX_COMPARED_CHARS = 8 * 1024 * 1024
const GUESSED =
  'The title and the text after it share few words: if lines are missing between them, they are of two papers.'

/** Entries of pairs, in order. They wait for one another, to be compared. */
export function pairEntries(): { add(pair: Pair): SourceEntry[]; end(): SourceEntry[] } {
  let waiting: Pair[] = []
  let chars = 0
  const end = (): SourceEntry[] => {
    const pairs = waiting
    waiting = []
    chars = 0
    return entriesOf(pairs)
  }
  return {
    add(pair) {
      waiting.push(pair)
      chars += (pair.title?.text.length ?? 0) + (pair.abstract?.text.length ?? 0)
      return waiting.length >= MAX_COMPARED || chars >= MAX_COMPARED_CHARS ? end() : []
    },
    end,
  }
}

type WholePair = { title: Line; abstract: Line }

const isWhole = (pair: Pair): pair is WholePair =>
  pair.title !== null && pair.abstract !== null && pair.abstract.fault === null

function entriesOf(pairs: Pair[]): SourceEntry[] {
  const whole = pairs.filter(isWhole)
  const found = belonging(
    whole.map(({ title, abstract }) => ({ title: title.text, abstract: abstract.text })),
  )
  const verdicts = new Map(whole.map((pair, at) => [pair as Pair, found[at]]))
  return pairs.flatMap((pair) => (isWhole(pair) ? wholeEntries(pair, verdicts.get(pair)) : halfEntry(pair)))
}

function wholeEntries(pair: WholePair, verdict: Belonging | undefined): SourceEntry[] {
  const { title, abstract } = pair
  if (verdict === 'apart') return apart(pair)
  const replacedBytes = title.replacedBytes + abstract.replacedBytes
  return [
    {
      ...{ kind: 'record', position: at(title), title: title.text, abstract: abstract.text },
      ...(verdict === 'doubtful' && { guesses: [GUESSED] }),
      ...(replacedBytes > 0 && { extra: { replacedBytes } }),
    },
  ]
}

function apart({ title, abstract }: WholePair): SourceEntry[] {
  const lines =
    'they share hardly a word, so lines are missing between them: its abstract and the next title.'
  return [
    reject(
      at(title),
      'MISSING_ABSTRACT',
      `A title that does not belong to the text after it: ${lines}`,
      title.text,
    ),
    reject(
      at(abstract),
      'MISSING_TITLE',
      `An abstract that does not belong to the title before it, at ${at(title)}: lines are missing between them.`,
      abstract.text,
    ),
  ]
}

function halfEntry({ title, abstract }: Pair): SourceEntry {
  if (abstract?.fault === 'too-long') return tooLong(abstract, title)
  if (abstract?.fault === 'unclear') return unclear(abstract, title)
  if (title === null) {
    const reason = 'An abstract without a title: no title line stands before it.'
    return reject(at(abstract), 'MISSING_TITLE', reason, abstract.text)
  }
  const reason = 'A title without an abstract: another title follows it, or nothing.'
  return reject(at(title), 'MISSING_ABSTRACT', reason, title.text)
}

export const at = (line: Line): string => `line ${line.number}`

function tooLong(abstract: Line, title: Line | null): SourceEntry {
  const reason = 'The line is longer than 4 MiB, which no abstract is. Check the line ends of the dump.'
  return reject(at(abstract), 'LINE_TOO_LONG', reason, title?.text ?? abstract.text)
}

function unclear(abstract: Line, title: Line | null): SourceEntry {
  const reason =
    'The page breaks its lines, and where a title or an abstract ends within these cannot be told. ' +
    'Paste the page without line breaks, or save it as HTML.'
  return reject(at(title ?? abstract), 'UNCLEAR_LINES', reason, `${title?.text ?? ''} ${abstract.text}`)
}
