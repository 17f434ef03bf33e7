// Control and format characters: line breaks, bidi overrides, zero-width and tag characters. The two
// joiners stay, several scripts are spelled with them.
const INVISIBLE = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cn}\p{Co}]+/gu
// Most titles and abstracts have none of this, and to find that out is a tenth of the work.
const UNUSUAL = /[^ -~]| {2}/
const LOOKED_AT = 4
const SPACES = /[\s\u00a0]+/g
const SPACE_LIKE = /[\t\n\v\f\r\u0085\u2028\u2029]+/g

/** One line of visible text: what it says can be read, and how it is laid out is not up to it. */
export function plainText(text: string): string {
  if (!UNUSUAL.test(text)) return text.trim()
  return text.toWellFormed().replace(SPACE_LIKE, ' ').replace(INVISIBLE, '').replace(SPACES, ' ').trim()
}

/** `plainText`, shortened; what is far beyond `length` is not even looked at. */
export function shortText(text: string, length: number): string {
  return shorten(plainText(text.slice(0, length * LOOKED_AT)), length)
}

/** At most `length` characters, cut after a word; a cut shows as an ellipsis. */
export function shorten(text: string, length: number): string {
  if (text.length <= length) return text
  const cut = text.slice(0, length - 1)
  const words = cut.slice(0, Math.max(cut.lastIndexOf(' '), Math.floor(length / 2)))
  // A cut through a surrogate pair leaves half a character.
  return `${words.replace(/[\ud800-\udbff]$/, '').replace(/[\s.,;:]+$/, '')}…`
}
