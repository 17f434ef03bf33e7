import { words } from './tokens.ts'

const HYPHENATED = /[\p{L}\p{N}]+(?:[-‐‑–][\p{L}\p{N}]+)+/gu
const CODE_NAME = /(?<![\p{L}\p{N}])([\p{L}])(\+\+|#)(?![\p{L}\p{N}])/gu
/** Longer chains are sentences without spaces, not names. */
const MAX_PARTS = 3
const SIGNS: Record<string, string> = { '++': 'plusplus', '#': 'sharp' }

/**
 * What a text means as one word beside its parts: "auto-encoder" is an autoencoder too, "GPT-4" a gpt4, and C++ is not
 * only a c. They stand with the stems, so that a phrase never meets them.
 */
export function compounds(text: string): string[] {
  const joined = (text.match(HYPHENATED) ?? []).flatMap((run) => {
    const parts = words(run)
    return parts.length > 1 && parts.length <= MAX_PARTS ? [parts.join('')] : []
  })
  return [...joined.filter((word) => word.length <= 64), ...codeNames(text)]
}

/** Names of which signs are a part, spelled out: `cplusplus`, `csharp`. */
export function codeNames(text: string): string[] {
  return [...text.matchAll(CODE_NAME)].flatMap(([, letter = '', sign = '']) =>
    words(letter).map((word) => word + (SIGNS[sign] ?? '')),
  )
}
