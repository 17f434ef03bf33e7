import { words } from './tokens.ts'

const HYPHENATED = /[\p{L}\p{N}]+(?:[-‐‑–][\p{L}\p{N}]+)+/gu
const CODE_NAME = /(?<![\p{L}\p{N}])([\p{L}])(\+\+|#)(?!\p{L})/gu
/** Inside a word only in capitals: ASP.NET, but not the address example.net. */
const DOT_NET = /(?<![\p{L}\p{N}])\.(?:net|Net)(?![\p{L}\p{N}])|\.NET(?![\p{L}\p{N}])/gu
/** A name and its number: GPT4, ResNet50, and with a space "Llama 2". */
const NUMBERED = /(?<![\p{L}\p{N}])(\p{L}{2,})(\d{1,4})(?![\p{L}\p{N}])/gu
const NUMBERED_APART = /(?<![\p{L}\p{N}])(\p{Lu}\p{L}+) (\d{1,4})(?![\p{L}\p{N}]|[.,]\d)/gu
/** Longer chains are sentences without spaces, not names. */
const MAX_PARTS = 3
const SIGNS: Record<string, string> = { '++': 'plusplus', '#': 'sharp' }

/**
 * What a text means as one word beside its parts: "auto-encoder" is an autoencoder too, "GPT-4" a gpt4 and the other
 * way round, and C++ is not only a c. They stand with the stems, so that a phrase never meets them.
 */
export function compounds(text: string): string[] {
  return [...hyphenated(text).map((parts) => parts.join('')), ...numbered(text), ...codeNames(text)]
}

/** The parts of the words with hyphens. */
export function hyphenated(text: string): string[][] {
  return (text.match(HYPHENATED) ?? [])
    .map(words)
    .filter((parts) => parts.length > 1 && parts.length <= MAX_PARTS && parts.join('').length <= 64)
}

function numbered(text: string): string[] {
  const apart = [...text.matchAll(NUMBERED)].flatMap(([, name = '', number = '']) => [...words(name), number])
  const together = [...text.matchAll(NUMBERED_APART)].flatMap(([, name = '', number = '']) =>
    words(name).map((word) => word + number),
  )
  return [...apart, ...together]
}

/** Names of which signs are a part, spelled out: `cplusplus`, `csharp`, `dotnet`. */
export function codeNames(text: string): string[] {
  const languages = [...text.matchAll(CODE_NAME)].flatMap(([, letter = '', sign = '']) =>
    words(letter).map((word) => word + (SIGNS[sign] ?? '')),
  )
  return [...languages, ...(text.match(DOT_NET) ?? []).map(() => 'dotnet')]
}
