import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Line, MAX_LINE_BYTES, readLines } from './read-lines.ts'

async function* pieces(parts: Uint8Array[]) {
  yield* parts
}

async function linesOf(...parts: (string | Uint8Array)[]): Promise<Line[]> {
  return Array.fromAsync(readLines(pieces(parts.map((part) => Buffer.from(part as string)))))
}

const texts = (lines: Line[]) => lines.map(({ number, text }) => `${number} ${text}`)

describe('readLines', () => {
  test('ends lines at LF, CRLF and CR, also where a chunk ends between CR and LF', async () => {
    expect(texts(await linesOf('a\r', '\nb\n', 'c\rd\r\n\r\n', 'e'))).toEqual([
      '1 a',
      '2 b',
      '3 c',
      '4 d',
      '6 e',
    ])
  })

  test('strips byte order marks and control characters, and keeps tabs', async () => {
    expect(texts(await linesOf('\ufeffa\u0000b\tc\u001b\u007f\n\ufeffd'))).toEqual(['1 ab\tc', '2 d'])
  })

  test.each(['utf-16le', 'utf-16be'])('decodes %s by its mark', async (encoding) => {
    const bytes = Buffer.from('\ufeffΣ one\r\ntwo 😀', 'utf16le')
    if (encoding === 'utf-16be') bytes.swap16()
    expect(texts(await linesOf(bytes.subarray(0, 1), bytes.subarray(1, 8), bytes.subarray(8)))).toEqual([
      '1 Σ one',
      '2 two 😀',
    ])
  })

  test('replaces invalid UTF-8 and counts its bytes, but not a genuine U+FFFD', async () => {
    const [line] = await linesOf(
      Buffer.concat([Buffer.from('a\ufffd'), Buffer.from([0xff, 0xe2, 0x82, 0x62])]),
    )
    expect(line).toMatchObject({ text: 'a\ufffd\ufffd\ufffdb', replacedBytes: 3 })
  })

  test('a line over the limit keeps its beginning, and reading goes on after it', async () => {
    const part = 'x'.repeat(1024 * 1024)
    const lines = await linesOf('a\n', ...Array(5).fill(part), '\nb\n')
    expect(lines.map(({ number, fault }) => [number, fault])).toEqual([
      [1, null],
      [2, 'too-long'],
      [3, null],
    ])
    expect(lines[1]?.text.length).toBeLessThan(MAX_LINE_BYTES)
  })

  test('the same bytes in other chunks give the same lines', async () => {
    // What looks like UTF-32 is refused, also however it comes.
    const outcome = (parts: Uint8Array[]) => linesOf(...parts).catch((refusal: Error) => refusal)
    const bytes = fc.oneof(
      fc
        .constantFrom('\r', '\n', '\r\n', 'é', '😀', '\ufeff', '\u0000')
        .map((text) => [...Buffer.from(text)]),
      fc.array(fc.nat(255), { maxLength: 4 }),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(bytes), fc.array(fc.nat(60)), async (parts, cuts) => {
        const whole = Buffer.from(parts.flat())
        const borders = [0, ...cuts.filter((cut) => cut < whole.length).sort((a, b) => a - b), whole.length]
        const chunks = borders.slice(1).map((end, at) => whole.subarray(borders[at], end))
        expect(await outcome(chunks)).toEqual(await outcome([whole]))
      }),
    )
  })
})
