/** British spellings and the American ones that stand for both; where the beginning of the word tells. */
const BEGINNINGS: [RegExp, string][] = [
  [
    /^(un|dis|mis|multi|bi)?(behavi|neighb|col|fav|flav|hon|hum|lab|rum|tum|vap|harb|arm|od|endeav)our/,
    '$1$2or',
  ],
  [/^(.*)aemi/, '$1emi'],
  [/^(.*)aesth/, '$1esth'],
  [/^haem/, 'hem'],
  [/^paed/, 'ped'],
  [/^oe(?=str|dem|soph)/, 'e'],
  [/^foet/, 'fet'],
  [/^diarrhoe/, 'diarrhe'],
  [/^sulph/, 'sulf'],
  [/^aluminium/, 'aluminum'],
  [/^programmes?$/, 'program'],
  [/^grey/, 'gray'],
  [/^ageing$/, 'aging'],
]
/** Not of words such as "supervise", whose noun has an s everywhere. */
const ISE =
  /(?<=^.{2,}(?:al|ar|er|or|im|om|um|ym|in|on|gn|at|et|it|ot|ol|il|yl|es|as|og|id|iv))is(?=(?:e|es|ed|ing|er|ers|ation|ations|able)$)/
const ENDINGS: [RegExp, string][] = [
  [ISE, 'iz'],
  [/(?<=^.{2,})lys(?=(?:e|es|ed|ing|er|ers)$)/, 'lyz'],
  [/(?<=^(?:.*met|cent|fib|lit|theat|calib|lust|spect))re(?=[sd]?$)/, 'er'],
  [/(?<=^(?:catal|dial|anal|monol))ogue(?=s?$)/, 'og'],
  [/(?<=^(?:def|off|lic))ence(?=s?$)/, 'ense'],
]

/** A lower-case word as Americans spell it: readers and papers use both. */
export function american(word: string): string {
  if (word.length < 4) return word
  return [...BEGINNINGS, ...ENDINGS].reduce((spelt, [british, own]) => spelt.replace(british, own), word)
}
