/** XML that is markup already; everything else that goes into a template is escaped by it. */
export class Xml {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

type Part = string | number | Xml | null | false | undefined
type Value = Part | Part[]

/** What XML 1.0 has no way to write. */
const UNWRITABLE = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu
const ESCAPES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Escaping by default: a title is never markup. Null, undefined and false leave nothing. */
export function xml(strings: TemplateStringsArray, ...values: Value[]): Xml {
  const written = strings.map((text, at) => text + (at < values.length ? write(values[at]) : ''))
  return new Xml(written.join(''))
}

export function xmlDocument(content: Xml): string {
  return `<?xml version="1.0" encoding="utf-8"?>\n${content.text}\n`
}

function write(value: Value): string {
  if (value === null || value === undefined || value === false) return ''
  if (Array.isArray(value)) return value.map(write).join('')
  if (value instanceof Xml) return value.text
  return String(value)
    .toWellFormed()
    .replace(UNWRITABLE, '')
    .replace(/[&<>"']/g, (character) => ESCAPES[character] ?? '')
}
