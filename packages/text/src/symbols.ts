import tables from 'unicodeit/ts_dist/js/data.js'

type Pairs = [string, string][]
const symbols = new Map(tables.replacements as Pairs)
const scripts = new Map(tables.subsuperscripts as Pairs)
/** TeX's accents as combining characters; the tables have them with some letters only. */
const marks = new Map<string, string>([
  ...([
    ['"', '\u0308'],
    ["'", '\u0301'],
    ['`', '\u0300'],
    ['^', '\u0302'],
    ['~', '\u0303'],
  ] as const),
  ...([
    ['=', '\u0304'],
    ['.', '\u0307'],
    ['u', '\u0306'],
    ['v', '\u030c'],
    ['H', '\u030b'],
  ] as const),
  ...([
    ['c', '\u0327'],
    ['k', '\u0328'],
    ['r', '\u030a'],
    ['b', '\u0331'],
    ['d', '\u0323'],
  ] as const),
])

/** The character that a TeX command stands for: `\alpha`, `\mathbb{R}`, `\ss`. */
export function symbol(command: string): string | undefined {
  return symbols.get(command)
}

/** A letter with an accent: `'` and `e`, `"` and `\i`. */
export function accented(accent: string, letter: string): string | undefined {
  const mark = marks.get(accent)
  return mark === undefined ? undefined : `${letter.replace(/^\\/, '')}${mark}`.normalize('NFC')
}

/** `^` or `_` and what stands there, as small characters; as it is where one of them has none. */
export function script(sign: string, content: string): string {
  const small = [...content].map((char) => (char === ' ' ? '' : scripts.get(`${sign}${char}`)))
  if (small.every((char) => char !== undefined)) return small.join('')
  return [...content].length > 1 ? `${sign}(${content})` : `${sign}${content}`
}
