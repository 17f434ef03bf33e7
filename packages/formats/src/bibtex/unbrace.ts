/** Before a brace that opens an argument: a command, an accent, or a sign of mathematics. */
const BEFORE_ARGUMENT = /(?:\\(?:[a-zA-Z]+\*?|[^a-zA-Z\s])\s*|[\]}^_])$/
const MAX_DEPTH = 100

/**
 * Without the braces that only protect capitals: "{BERT}: {{A}} Model" is "BERT: A Model". Those that TeX
 * needs stay: around accents ("{\"o}"), of arguments ("\emph{not}") and within mathematics.
 */
export function unbrace(text: string, depth = 0): string {
  if (!text.includes('{') || depth > MAX_DEPTH) return text
  let plain = ''
  let inMath = false
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at] ?? ''
    if (char === '\\') {
      plain += text.slice(at, at + 2)
      at += 1
      continue
    }
    if (char === '$') inMath = !inMath
    const end = char === '{' ? closing(text, at) : -1
    if (end === -1) plain += char
    else {
      const inner = text.slice(at + 1, end)
      const isNeeded = inMath || /^\s*\\/.test(inner) || BEFORE_ARGUMENT.test(plain.slice(-40))
      plain += isNeeded ? `{${inner}}` : unbrace(inner, depth + 1)
      at = end
    }
  }
  return plain
}

function closing(text: string, from: number): number {
  let depth = 0
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1
    else if (text[at] === '{') depth += 1
    else if (text[at] === '}') depth -= 1
    if (depth === 0) return at
  }
  return -1
}
