const WIDTH = 76
// Letters of Chinese, Japanese and Korean: twice as wide, and mostly written without spaces.
const WIDE = /[\u3000-\u30ff\u3400-\u9fff\uac00-\ud7a3\uff01-\uff60]/g
const ASCII = /^[ -~]*$/
const PIECE = 36

/** Lines of at most 76 columns, each after `indent`; a longer word, like an address, has its own line. */
export function wrap(text: string, indent = ''): string[] {
  const lines: string[] = []
  let line = indent
  let width = indent.length
  for (const word of text.split(' ').flatMap(inPieces)) {
    const added = widthOf(word)
    if (width > indent.length && width + 1 + added > WIDTH) {
      lines.push(line)
      line = indent
      width = indent.length
    }
    const isFirst = width === indent.length
    line += isFirst ? word : ` ${word}`
    width += isFirst ? added : added + 1
  }
  return [...lines, line]
}

function widthOf(word: string): number {
  if (ASCII.test(word)) return word.length
  return word.length + (word.match(WIDE)?.length ?? 0)
}

// A piece fills its line, so that the next one is not taken for a word of its own.
function inPieces(word: string): string[] {
  if (word.length <= PIECE || widthOf(word) < word.length * 1.5) return [word]
  const letters = [...word]
  const pieces: string[] = []
  for (let at = 0; at < letters.length; at += PIECE) pieces.push(letters.slice(at, at + PIECE).join(''))
  return pieces
}
