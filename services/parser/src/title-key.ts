const MIN_JOINING_WORDS = 4
const words = new Intl.Segmenter('en', { granularity: 'word' })

/**
 * The title as identity sees it: NFKC, lower case, letters and digits only. `joins`: it has at least four
 * words, so that two records with it are the same paper; "Introduction" names many.
 */
export function titleKey(title: string): { key: string; joins: boolean } {
  const plain = title.normalize('NFKC').toLowerCase()
  return { key: plain.replace(/[^\p{L}\p{N}]+/gu, ''), joins: countWords(plain) >= MIN_JOINING_WORDS }
}

/** Runs of letters and digits; where a script writes no blanks, the segments of a dictionary. */
function countWords(text: string): number {
  const runs = text.match(/[\p{L}\p{N}\p{M}]+/gu)?.length ?? 0
  if (
    runs >= MIN_JOINING_WORDS ||
    !/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u.test(
      text,
    )
  )
    return runs
  let segments = 0
  for (const { isWordLike } of words.segment(text)) if (isWordLike) segments += 1
  return Math.max(runs, segments)
}
