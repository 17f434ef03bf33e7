// Control characters could command the terminal, and direction marks show a text as another.
const UNSAFE = /[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu

/** Text of others, in one line and harmless on a terminal. */
export function printable(text: string): string {
  return text.replace(UNSAFE, ' ').trim()
}
