const ENTITIES: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  ndash: '–',
  mdash: '—',
  hellip: '…',
  lsquo: '‘',
  rsquo: '’',
  ldquo: '“',
  rdquo: '”',
}
const ENTITY = /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,6}));/gi

/** Characters that are invisible or turn the direction of text, tags and C0/C1 controls. */
const INVISIBLE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed
  /[\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]/gu
/** The joiners shape Arabic, Indic and emoji; beside a Latin letter or a blank they only hide. */
const IDLE_JOINER =
  /(?<=^|[\s\p{ASCII}\p{Script=Latin}])[\u200c\u200d]+|[\u200c\u200d]+(?=$|[\s\p{ASCII}\p{Script=Latin}])/gu
/** A Markdown line break: back slashes at the end of a line. */
const LINE_END_SLASHES = /\\+[ \t]*(?=[\r\n]|$)/g

const JOINER = /[\u200c\u200d]/
/** All but printable ASCII, and of that the signs that can begin an entity or a line break. */
const NOT_PLAIN = /[^ -%'-[\]-~]/

/** One line of clean text: entities decoded once, NFC, no invisible characters, single blanks. */
export function cleanText(text: string): string {
  // Most texts are plain; for them the steps below change nothing and cost half of the parser's time.
  if (!NOT_PLAIN.test(text) && !text.includes('  ')) return text.trim()
  const visible = decodeEntities(text).toWellFormed().replace(LINE_END_SLASHES, '').replace(INVISIBLE, '')
  return (JOINER.test(visible) ? visible.replace(IDLE_JOINER, '') : visible)
    .normalize('NFC')
    .replace(/[\s\u0085]+/gu, ' ')
    .trim()
}

function decodeEntities(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(ENTITY, (whole, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) return ENTITIES[name.toLowerCase()] ?? whole
    const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal)
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole
  })
}

/** At most `chars` UTF-16 units, never half a character. */
export function cutText(text: string, chars: number): string {
  return text.length <= chars
    ? text
    : text
        .slice(0, chars)
        .toWellFormed()
        .replace(/\ufffd$/, '')
        .trimEnd()
}
