/**
 * How much a line of a page looks like an abstract (above zero) or like a title (below zero), roughly
 * as log-odds. No single sign decides: titles can be long or end with "?", abstracts can be one line.
 */
export function abstractEvidence(text: string): number {
  const sum = lengthEvidence(text.length) + endEvidence(text) + sentenceEvidence(text) + caseEvidence(text)
  return Math.max(-STRONGEST, Math.min(STRONGEST, sum))
}

const STRONGEST = 14

/** From a length on: the evidence. Titles of real pages end near 150 characters, abstracts begin near 500. */
const byLength: readonly [number, number][] = [
  [600, 11],
  [400, 9],
  [300, 6],
  [220, 4],
  [160, 2],
  [110, 0],
  [80, -1],
  [60, -3],
  [0, -5],
]

function lengthEvidence(length: number): number {
  return byLength.find(([from]) => length >= from)?.[1] ?? 0
}

function endEvidence(text: string): number {
  if (/[.。．…]["'”’)\]}]*$/u.test(text)) return /\b(?:vs|etc|al|inc|jr|no)\.$/i.test(text) ? 0 : 5
  if (/https?:\/\/\S+$/.test(text)) return 4
  if (/[?!？！]["'”’)]*$/u.test(text)) return -2
  return text.length < 160 ? -6 : -4
}

function sentenceEvidence(text: string): number {
  const breaks = text.match(/[a-z0-9)\]%][.?!] (?=[A-Z“"(])/g)?.length ?? 0
  const speaks = /\b(?:we|our|this paper|this work|this article|in this)\b/i.test(text) && text.length > 60
  return Math.min(breaks, 2) * 2 + (speaks ? 2 : 0)
}

function caseEvidence(text: string): number {
  const words = text.match(/[\p{L}][\p{L}\p{N}-]{3,}/gu) ?? []
  if (words.length < 3) return 0
  const capitals = words.filter((word) => /^\p{Lu}/u.test(word)).length / words.length
  if (capitals > 0.65) return -3
  return capitals < 0.35 && text.length > 60 ? 1 : 0
}
