import { stem } from './text/stem.ts'
import { stopWords } from './text/stop-words.ts'
import { type Token, tokens } from './text/tokens.ts'

const MAX_WORDS = 4
/** In how many titles a sequence of words stands before it is a phrase. */
const MIN_TITLES = 3
/** A beginning that has one continuation in so many of its titles ("large language") is no phrase of its own. */
const CONTINUED_SHARE = 0.7
/** What can stand between the words of one phrase. */
const GAP = /^[\s'’‐‑–-]+$/u

type Phrase = { stems: string[]; titles: number; forms: Map<string, number> }

/** Sequences of 2 to 4 words that begin with what was typed and that several of the titles share, by use. */
export function frequentPhrases(titles: string[], typed: string[]): string[] {
  const phrases = new Map<string, Phrase>()
  for (const title of titles) {
    // A title that has a phrase twice uses it once.
    const seen = new Set<string>()
    for (const run of runsFrom(tokens(title), title, typed)) {
      const stems = run.map(({ word }) => stem(word))
      const key = stems.join(' ')
      if (seen.has(key)) continue
      seen.add(key)
      note(phrases, key, stems, textOf(title, run))
    }
  }
  return [...phrases.values()]
    .filter((phrase) => phrase.titles >= MIN_TITLES && !isOnlyABeginning(phrase, phrases))
    .sort((a, b) => b.titles - a.titles || (a.stems.join(' ') < b.stems.join(' ') ? -1 : 1))
    .map(writtenForm)
}

function* runsFrom(found: Token[], title: string, typed: string[]): Generator<Token[]> {
  for (let from = 0; from + typed.length <= found.length; from++) {
    if (!typedStandsAt(found, from, typed)) continue
    for (let length = Math.max(2, typed.length); length <= MAX_WORDS; length++) {
      const run = found.slice(from, from + length)
      if (run.length < length || !isUnbroken(run, title)) break
      const isTyped = length === typed.length && run.at(-1)?.word === typed.at(-1)
      if (!isTyped && !stopWords.has(run[0]?.word ?? '') && !stopWords.has(run.at(-1)?.word ?? '')) yield run
    }
  }
}

function typedStandsAt(found: Token[], from: number, typed: string[]): boolean {
  return typed.every((word, at) => {
    const other = found[from + at]?.word ?? ''
    return at === typed.length - 1 ? other.startsWith(word) : other === word
  })
}

function isUnbroken(run: Token[], title: string): boolean {
  return run.every((token, at) => {
    const before = run[at - 1]
    return before === undefined || GAP.test(title.slice(before.end, token.start))
  })
}

const textOf = (title: string, run: Token[]): string =>
  title.slice(run[0]?.start, run.at(-1)?.end).replace(/\s+/g, ' ')

function note(phrases: Map<string, Phrase>, key: string, stems: string[], form: string): void {
  const known = phrases.get(key) ?? { stems, titles: 0, forms: new Map<string, number>() }
  known.titles++
  known.forms.set(form, (known.forms.get(form) ?? 0) + 1)
  phrases.set(key, known)
}

function isOnlyABeginning({ stems, titles }: Phrase, phrases: Map<string, Phrase>): boolean {
  const beginning = `${stems.join(' ')} `
  return phrases
    .entries()
    .some(([key, other]) => key.startsWith(beginning) && other.titles >= titles * CONTINUED_SHARE)
}

/** As most titles write it; words that titles write small too are small: a capital there is a heading's. */
function writtenForm({ forms }: Phrase): string {
  const [most = ''] = [...forms].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0] ?? []
  const written = new Set([...forms.keys()].flatMap((form) => form.split(/[\s‐‑–-]+/u)))
  return most.replace(/\p{Lu}[\p{Ll}\p{M}]+/gu, (word) =>
    written.has(word.toLowerCase()) ? word.toLowerCase() : word,
  )
}
