// M. F. Porter, "An algorithm for suffix stripping" (1980), with the two departures of its author's own code.
const CONSONANTS = '[^aeiou][^aeiouy]*'
const VOWELS = '[aeiouy][aeiou]*'
const HAS_SYLLABLE = new RegExp(`^(${CONSONANTS})?${VOWELS}${CONSONANTS}`)
const ONE_SYLLABLE = new RegExp(`^(${CONSONANTS})?${VOWELS}${CONSONANTS}(${VOWELS})?$`)
const TWO_SYLLABLES = new RegExp(`^(${CONSONANTS})?${VOWELS}${CONSONANTS}${VOWELS}${CONSONANTS}`)
const HAS_VOWEL = new RegExp(`^(${CONSONANTS})?[aeiouy]`)
const SHORT_END = new RegExp(`^${CONSONANTS}[aeiouy][^aeiouwxy]$`)

const STEP_2: Record<string, string> = {
  ational: 'ate',
  tional: 'tion',
  enci: 'ence',
  anci: 'ance',
  izer: 'ize',
  bli: 'ble',
  alli: 'al',
  entli: 'ent',
  eli: 'e',
  ousli: 'ous',
  ization: 'ize',
  ation: 'ate',
  ator: 'ate',
  alism: 'al',
  iveness: 'ive',
  fulness: 'ful',
  ousness: 'ous',
  aliti: 'al',
  iviti: 'ive',
  biliti: 'ble',
  logi: 'log',
}
const STEP_3: Record<string, string> = {
  icate: 'ic',
  ative: '',
  alize: 'al',
  iciti: 'ic',
  ical: 'ic',
  ful: '',
  ness: '',
}
const SUFFIX_2 =
  /^(.+?)(ational|tional|enci|anci|izer|bli|alli|entli|eli|ousli|ization|ation|ator|alism|iveness|fulness|ousness|aliti|iviti|biliti|logi)$/
const SUFFIX_3 = /^(.+?)(icate|ative|alize|iciti|ical|ful|ness)$/
const SUFFIX_4 =
  /^(.+?)(al|ance|ence|er|ic|able|ible|ant|ement|ment|ent|ou|ism|ate|iti|ous|ive|ize)$|^(.+?[st])ion$/

/** The Porter stem of a lower-case word; whatever is not a word of a–z stays as it is. */
export function porter(word: string): string {
  if (word.length < 3 || !/^[a-z]+$/.test(word)) return word
  // An initial y is a consonant: hide it from the vowel classes.
  const first = word.startsWith('y') ? `Y${word.slice(1)}` : word
  let stem = pastAndGerund(plural(first))
  if (stem.endsWith('y') && HAS_VOWEL.test(stem.slice(0, -1))) stem = `${stem.slice(0, -1)}i`
  stem = replaceSuffix(stem, SUFFIX_2, STEP_2)
  stem = replaceSuffix(stem, SUFFIX_3, STEP_3)
  const four = SUFFIX_4.exec(stem)
  const rest = four?.[1] ?? four?.[3]
  if (rest !== undefined && TWO_SYLLABLES.test(rest)) stem = rest
  return finalE(stem).toLowerCase()
}

function plural(word: string): string {
  if (/(ss|i)es$/.test(word)) return word.slice(0, -2)
  return /[^s]s$/.test(word) ? word.slice(0, -1) : word
}

function pastAndGerund(word: string): string {
  if (word.endsWith('eed')) return HAS_SYLLABLE.test(word.slice(0, -3)) ? word.slice(0, -1) : word
  const rest = /^(.+?)(?:ed|ing)$/.exec(word)?.[1]
  if (rest === undefined || !HAS_VOWEL.test(rest)) return word
  if (/(at|bl|iz)$/.test(rest)) return `${rest}e`
  if (/([^aeiouylsz])\1$/.test(rest)) return rest.slice(0, -1)
  return SHORT_END.test(rest) ? `${rest}e` : rest
}

function replaceSuffix(word: string, pattern: RegExp, table: Record<string, string>): string {
  const found = pattern.exec(word)
  const rest = found?.[1]
  const replacement = table[found?.[2] ?? '']
  return rest !== undefined && replacement !== undefined && HAS_SYLLABLE.test(rest)
    ? rest + replacement
    : word
}

function finalE(word: string): string {
  let stem = word
  if (stem.endsWith('e')) {
    const rest = stem.slice(0, -1)
    if (TWO_SYLLABLES.test(rest) || (ONE_SYLLABLE.test(rest) && !SHORT_END.test(rest))) stem = rest
  }
  return stem.endsWith('ll') && TWO_SYLLABLES.test(stem) ? stem.slice(0, -1) : stem
}
