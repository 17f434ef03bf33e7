import { formula } from './formula.ts'
import { accented, symbol } from './symbols.ts'

/** TeX in running text is short; a longer formula is left as it is. */
const MATH = /\$\$?([^$\n]{1,300}?)\$\$?|\\\(([^\n\\]{1,100}(?:\\[^()\n][^\n\\]{0,100}){0,30}?)\\\)/g
const STYLE =
  /\\(?:emph|text(?:bf|it|tt|sc|rm|sf|sl|up|normal)?|math(?:rm|it|bf|sf|tt)|operatorname|mbox|url|boldsymbol)\*?\s?\{([^{}]{0,300})\}/g
const STYLE_SWITCH = /\{\\(?:em|bf|it|tt|sc|rm|sf|sl)\s+([^{}]{0,300})\}/g
/** An accent and its letter: `\'e`, `\'{e}`, `{\'e}`, `\v{c}`, `\c c`. */
const ACCENT = /\{?\\(?:(["'`^~=.])\s?|([uvHckrbd])(?:\s|(?=\{)))\{?(\\[ij]|[A-Za-z])\}?\}?/g
const LETTER = /\{?\\(ss|ae|AE|oe|OE|aa|AA|o|O|l|L|i|j)(?:\{\}|\}|(?![A-Za-z])\s?)/g
const COMMAND = /\\([A-Za-z]{2,30})(?![A-Za-z])/g
const MAX_NESTING = 4

/**
 * A text as people read it: TeX accents, styles and simple formulas become Unicode; everything else,
 * prices and code among it, stays as it is. For showing and searching; what a source said is kept as it
 * said it. Linear in the length of the text.
 */
export function readable(text: string): string {
  if (!/[\\$]|``|--/.test(text)) return text
  const plain = withoutStyles(text).replace(
    MATH,
    (whole, dollars: string | undefined, parens: string | undefined) =>
      parens !== undefined || isMath(dollars ?? '') ? formula(dollars ?? parens ?? '') : whole,
  )
  return punctuation(words(plain)).normalize('NFC')
}

function withoutStyles(text: string): string {
  let result = text
  for (let depth = 0; depth < MAX_NESTING; depth += 1) {
    const next = result.replace(STYLE, '$1').replace(STYLE_SWITCH, '$1')
    if (next === result) break
    result = next
  }
  return result
}

/** Between two dollars may also stand what the first of two prices buys. */
function isMath(inner: string): boolean {
  if (/^\s|\s$/.test(inner)) return /\\[A-Za-z]|[\^_]/.test(inner) && !/[A-Za-z]{4,} [A-Za-z]{3,}/.test(inner)
  if (/[\\^_{}=<>+]/.test(inner)) return true
  return /^[-A-Za-z(|][-\w'()*/|,. ]{0,20}$/.test(inner) || /^[\d.,]+[%xX]?$/.test(inner)
}

/** Accents, letters and symbols outside of formulas. A command that has no character is no TeX, and stays. */
function words(text: string): string {
  if (!text.includes('\\')) return text
  return text
    .replace(ACCENT, (whole, sign: string | undefined, name: string | undefined, letter: string) => {
      return accented(sign ?? name ?? '', letter) ?? whole
    })
    .replace(LETTER, (whole, name: string) => (/^[ij]$/.test(name) ? whole : (symbol(`\\${name}`) ?? whole)))
    .replace(COMMAND, (whole, name: string) => symbol(`\\${name}`) ?? whole)
    .replace(/\\([%&_#$])/g, '$1')
}

function punctuation(text: string): string {
  return text
    .replace(/``(?=\S)([^`']{1,300}?)''/g, '“$1”')
    .replace(/(?<=[\p{L}\p{N})\]])\s?---\s?(?=[\p{L}\p{N}([])/gu, '—')
    .replace(/(?<=[\p{L}\p{N})])--(?=[\p{L}\p{N}(])/gu, '–')
}
