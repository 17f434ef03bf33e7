import { describe, expect, test } from 'vitest'
import { openDump } from './open-dump.ts'

async function* inParts(bytes: Buffer, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}
async function open(bytes: Buffer, size = 1_000) {
  const dump = await openDump(inParts(bytes, size), {
    format: 'auto',
    maxInflatedBytes: 1e9,
    day: '2026-11-24',
  })
  return await Array.fromAsync(dump.entries)
}
const lines = `{"title":"Über die Größe der Dinge im Raum","abstract":"Wir zählen sie – außen und innen."}\n{"title":"Two"}\n`
const bib = '@article{a,\n title = {Über die Größe der Dinge},\n author={Müller, Jörg}\n}\n'
const swapped = (text: string) => Buffer.from(text, 'utf16le').swap16()

describe('text is the same', () => {
  test.each([
    ['UTF-16 little-endian without a mark', Buffer.from(lines, 'utf16le')],
    ['UTF-16 big-endian without a mark', swapped(lines)],
    ['UTF-16 little-endian', Buffer.from(`\ufeff${lines}`, 'utf16le')],
    ['UTF-16 big-endian', swapped(`\ufeff${lines}`)],
    ['Windows-1252', Buffer.from(lines.replace('–', '\x96'), 'latin1')],
  ])('in %s', async (_name, bytes) => {
    const whole = await open(Buffer.from(lines))
    for (const size of [1, 7, 100_000]) expect(await open(bytes, size)).toEqual(whole)
  })

  test('in Latin-1, where nothing says so', async () => {
    expect(await open(Buffer.from(bib, 'latin1'))).toEqual(await open(Buffer.from(bib)))
  })
})

test('a byte that is damaged makes no file Latin-1', async () => {
  const [first] = await open(Buffer.from('{"title":"A d\u00e4maged title"}\n{"title":"B"}\n', 'latin1'))
  expect(first).toMatchObject({ title: 'A d\ufffdmaged title', extra: { replacedBytes: 1 } })
})

test.each([
  ['with a mark', [0xff, 0xfe, 0, 0]],
  ['without one', []],
])('UTF-32 %s is refused by its name', async (_what, mark) => {
  const wide = Buffer.from(
    [...lines].flatMap((sign) => [sign.codePointAt(0)! & 0xff, sign.codePointAt(0)! >> 8, 0, 0]),
  )
  await expect(open(Buffer.concat([Buffer.from(mark), wide]))).rejects.toMatchObject({
    code: 'DUMP_UNREADABLE',
    message: expect.stringContaining('UTF-32'),
  })
})
