import { type Bits, bitsFor, setBit } from './bits.ts'

/** Which papers have a word in one place, such as the title. */
export type PostingLists = {
  /** Undefined where no paper has it. */
  of(word: string): Bits | undefined
  /** Of every word that begins so. */
  beginning(prefix: string): Bits[]
}

export function postingLists(texts: string[][]): PostingLists {
  const lists = new Map<string, Bits>()
  for (const [at, words] of texts.entries()) {
    for (const word of words) {
      let bits = lists.get(word)
      if (bits === undefined) {
        bits = bitsFor(texts.length)
        lists.set(word, bits)
      }
      setBit(bits, at)
    }
  }
  let sorted: string[] | undefined
  return {
    of: (word) => lists.get(word),
    beginning(prefix) {
      sorted ??= [...lists.keys()].sort()
      const found: Bits[] = []
      for (let at = firstNotBelow(sorted, prefix); sorted[at]?.startsWith(prefix) === true; at++) {
        const bits = lists.get(sorted[at] ?? '')
        if (bits) found.push(bits)
      }
      return found
    },
  }
}

/** Where `word` stands or would stand: what begins with it comes next. */
function firstNotBelow(sorted: string[], word: string): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((sorted[middle] ?? '') < word) low = middle + 1
    else high = middle
  }
  return low
}
