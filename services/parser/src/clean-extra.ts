const MAX_EXTRA_BYTES = 32 * 1024
const MAX_DEPTH = 64

type Extra = Record<string, unknown>

/**
 * Fields Paperboy has no word for, as JSON that Postgres takes: no NUL, no half surrogates, no
 * `__proto__`. What is larger than 32 KiB is left out, and the marker `dropped` says so.
 */
export function cleanExtra(extra: Extra): Extra {
  const clean = cleanValue(extra, 0) as Extra
  const bytes = Buffer.byteLength(JSON.stringify(clean))
  return bytes <= MAX_EXTRA_BYTES
    ? clean
    : { dropped: `${bytes} bytes of further fields, more than are kept` }
}

function cleanValue(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return cleanString(value)
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value)
  if (typeof value === 'bigint') return String(value)
  if (typeof value === 'boolean' || value === null) return value
  if (typeof value !== 'object' || depth > MAX_DEPTH) return null
  if (Array.isArray(value)) return value.map((item) => cleanValue(item, depth + 1))
  const entries = Object.entries(value)
    .filter(([key, item]) => key !== '__proto__' && item !== undefined)
    .map(([key, item]) => [cleanString(key), cleanValue(item, depth + 1)])
  return Object.fromEntries(entries)
}

function cleanString(text: string): string {
  return text.toWellFormed().replaceAll('\u0000', '')
}
