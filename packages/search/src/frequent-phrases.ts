import { stem } from './text/stem.ts'
import { stopWords } from './text/stop-words.ts'
import { type Token, tokens } from './text/tokens.ts'

const MAX_WORDS = 4
/** In how many titles a sequence of words stands before it is a phrase. */
const MIN_TITLES = 3
/** In so many of them something else follows than one more word of it: "large language" mostly goes on. */
const WHOLE_SHARE = 0.3
/** What can stand between the words of one phrase. */
const GAP = /^[\s'’‐‑–-]+$/u
const SMALL = /(?<![\p{L}\p{N}])\p{Ll}+(?![\p{L}\p{N}])/gu
/** The first word of a title or of what stands behind its colon. */
const FIRST = /(?:^|[:.?!–—-]\s*)[\p{L}\p{N}]+/gu
const CAPITALISED = /(?<![\p{L}\p{N}])\p{Lu}\p{Ll}+(?![\p{L}\p{N}])/gu

type Run = { words: Token[]; whole: boolean }
type Phrase = { key: string; titles: number; whole: number; forms: Map<string, number> }

/** Sequences of 2 to 4 words that begin with what was typed and that several of the titles share, by use. */
export function frequentPhrases(titles: string[], typed: string[]): string[] {
  const phrases = new Map<string, Phrase>()
  for (const title of titles) {
    // A title that has a phrase twice uses it once.
    const seen = new Set<string>()
    for (const run of runsFrom(tokens(title), title, typed)) {
      const key = run.words.map(({ word }) => stem(word)).join(' ')
      if (seen.has(key)) continue
      seen.add(key)
      note(phrases, key, run, title)
    }
  }
  const names = namesIn(titles)
  return [...phrases.values()]
    .filter(({ titles, whole }) => titles >= MIN_TITLES && whole >= titles * WHOLE_SHARE)
    .sort((a, b) => b.titles - a.titles || (a.key < b.key ? -1 : 1))
    .map(({ forms }) => writtenForm(forms, names))
}

function* runsFrom(found: Token[], title: string, typed: string[]): Generator<Run> {
  for (let from = 0; from + typed.length <= found.length; from++) {
    if (!typedStandsAt(found, from, typed) || stopWords.has(found[from]?.word ?? '')) continue
    for (let length = Math.max(2, typed.length); length <= MAX_WORDS; length++) {
      const words = found.slice(from, from + length)
      if (words.length < length || !isUnbroken(words, title)) break
      const last = words.at(-1)?.word ?? ''
      const isTyped = length === typed.length && last === typed.at(-1)
      if (isTyped || stopWords.has(last)) continue
      const next = found[from + length]
      const whole = !next || stopWords.has(next.word) || !isUnbroken([...words.slice(-1), next], title)
      yield { words, whole }
    }
  }
}

function typedStandsAt(found: Token[], from: number, typed: string[]): boolean {
  return typed.every((word, at) => {
    const other = found[from + at]?.word ?? ''
    return at === typed.length - 1 ? other.startsWith(word) : other === word
  })
}

function isUnbroken(words: Token[], title: string): boolean {
  return words.every((token, at) => {
    const before = words[at - 1]
    return before === undefined || GAP.test(title.slice(before.end, token.start))
  })
}

function note(phrases: Map<string, Phrase>, key: string, { words, whole }: Run, title: string): void {
  const known = phrases.get(key) ?? { key, titles: 0, whole: 0, forms: new Map<string, number>() }
  const form = title.slice(words[0]?.start, words.at(-1)?.end).replace(/\s+/g, ' ')
  known.titles++
  known.whole += whole ? 1 : 0
  known.forms.set(form, (known.forms.get(form) ?? 0) + 1)
  phrases.set(key, known)
}

/** As most titles write it, small but for names: what a reader goes on typing is no heading. */
function writtenForm(forms: Map<string, number>, names: Set<string>): string {
  const [most = ''] = [...forms].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0] ?? []
  return most.replace(CAPITALISED, (word) => (names.has(word) ? word : word.toLowerCase()))
}

/** Words with a capital inside titles that write most words small, and that none writes small. */
function namesIn(titles: string[]): Set<string> {
  const names = new Set<string>()
  const small = new Set<string>()
  for (const title of titles) {
    const smallWords = title.match(SMALL) ?? []
    const capitalised = title.replace(FIRST, '').match(CAPITALISED) ?? []
    for (const word of smallWords) small.add(word)
    const content = smallWords.filter((word) => !stopWords.has(word))
    if (content.length > capitalised.length) for (const word of capitalised) names.add(word)
  }
  return names.difference(new Set([...names].filter((word) => small.has(word.toLowerCase()))))
}
