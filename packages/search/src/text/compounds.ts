import { type Token, words } from './tokens.ts'

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
  return compoundTokens(text).map(({ word }) => word)
}

/** The same with their places in the text, for marking them. */
export function compoundTokens(text: string): Token[] {
  return [
    ...spans(text, HYPHENATED, ([whole]) => joined(whole)),
    ...spans(text, NUMBERED, ([, name = '', number = '']) => [...words(name), number]),
    ...spans(text, NUMBERED_APART, ([, name = '', number = '']) => words(name).map((word) => word + number)),
    ...codeTokens(text),
  ]
}

/** The parts of the words with hyphens. */
export function hyphenated(text: string): string[][] {
  return (text.match(HYPHENATED) ?? []).map(words).filter(isName)
}

/** Names of which signs are a part, spelled out: `cplusplus`, `csharp`, `dotnet`. */
export function codeNames(text: string): string[] {
  return codeTokens(text).map(({ word }) => word)
}

function codeTokens(text: string): Token[] {
  return [
    ...spans(text, CODE_NAME, ([, letter = '', sign = '']) =>
      words(letter).map((word) => word + (SIGNS[sign] ?? '')),
    ),
    ...spans(text, DOT_NET, () => ['dotnet']),
  ]
}

function spans(text: string, pattern: RegExp, wordsOf: (found: RegExpExecArray) => string[]): Token[] {
  return [...text.matchAll(pattern)].flatMap((found) => {
    const place = { start: found.index, end: found.index + found[0].length }
    return wordsOf(found).map((word) => ({ word, ...place }))
  })
}

function joined(whole: string): string[] {
  const parts = words(whole)
  return isName(parts) ? [parts.join('')] : []
}

function isName(parts: string[]): boolean {
  return parts.length > 1 && parts.length <= MAX_PARTS && parts.join('').length <= 64
}
