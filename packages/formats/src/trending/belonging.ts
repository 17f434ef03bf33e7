/** What a page's title and the text after it say about each other. */
export type Belonging = 'together' | 'doubtful' | 'apart' | 'not judged'
type Texts = { title: string; abstract: string }

const FUNCTION_WORDS = new Set(
  (
    'a an the of for and or in on to with by from via at as is are be its it this that we our using use based ' +
    'towards toward into through over under between can do does how what why when where which not no new all ' +
    'more than their your you without beyond within across'
  ).split(' '),
)
/** One-line summaries, and titles of so few words, may well share none. */
const MIN_ABSTRACT_CHARS = 300
const MIN_TITLE_WORDS = 3
const MAX_WORDS = 5_000
/** Below: of real pairs some in a thousand, of a title and the next paper's abstract nine in ten. */
const APART = 0.13
const DOUBTFUL = 0.2
/** A doubtful title that says enough, and that fits others on the page so much better as does the abstract. */
const MIN_TELLING_WORDS = 4
const MUCH_BETTER = 1.6

/**
 * Whether each title is that of its abstract. Where a page lacks an abstract and the next title, nothing but
 * the words tells that what stands together does not belong together: an abstract repeats most words of its
 * own title, above all those that are rare on the page.
 */
export function belonging(pairs: readonly Texts[]): Belonging[] {
  const titles = pairs.map(({ title }) => [...new Set(wordsOf(title))])
  const abstracts = pairs.map(({ abstract }) => counted(wordsOf(abstract)))
  const weight = weigher(abstracts)
  const shared = (title: number, abstract: number) =>
    sharedWeight(titles[title] ?? [], abstracts[abstract] ?? new Map(), weight)
  const fitsBetter = (at: number, own: number) => {
    const others = pairs.map((_, other) => other).filter((other) => other !== at)
    const isBetter = (share: number) => share >= MUCH_BETTER * own
    return (
      others.some((other) => isBetter(shared(at, other))) &&
      others.some((other) => isBetter(shared(other, at)))
    )
  }
  const verdicts = pairs.map(({ abstract }, at): Belonging => {
    const words = titles[at]?.length ?? 0
    if (words < MIN_TITLE_WORDS || abstract.length < MIN_ABSTRACT_CHARS) return 'not judged'
    const own = shared(at, at)
    if (own < APART) return 'apart'
    if (own >= DOUBTFUL) return 'together'
    return words >= MIN_TELLING_WORDS && fitsBetter(at, own) ? 'apart' : 'doubtful'
  })
  // Where most do not share words, as in translations, the words say nothing.
  const count = (wanted: Belonging) => verdicts.filter((verdict) => verdict === wanted).length
  return 2 * count('apart') > verdicts.length - count('not judged')
    ? verdicts.map(() => 'not judged')
    : verdicts
}

/** A word is compared by its beginning, so that "networks" is "network"; signs of Chinese are words. */
function wordsOf(text: string): string[] {
  const words =
    text
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      .match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]|[\p{L}\p{N}]{2,}/gu) ??
    []
  return words
    .slice(0, MAX_WORDS)
    .filter((word) => !FUNCTION_WORDS.has(word))
    .map((word) => word.replace(/s$/, '').slice(0, 7))
}

function counted(words: string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1)
  return counts
}

/** The rarer on the page, the more a word says. */
function weigher(abstracts: Map<string, number>[]): (word: string) => number {
  const holding = counted(abstracts.flatMap((counts) => [...counts.keys()]))
  return (word) => Math.log((abstracts.length + 8) / ((holding.get(word) ?? 0) + 1))
}

/** The share of the title's weight that the abstract holds; a word that stands there often counts more. */
function sharedWeight(
  title: string[],
  abstract: Map<string, number>,
  weight: (word: string) => number,
): number {
  let all = 0
  let held = 0
  for (const word of title) {
    const times = abstract.get(word) ?? 0
    all += weight(word)
    held += (weight(word) * times) / (times + 1)
  }
  return all === 0 ? 1 : held / all
}
