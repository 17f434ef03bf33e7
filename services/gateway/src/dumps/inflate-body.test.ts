import { Readable } from 'node:stream'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { inflateBody } from './inflate-body.ts'

const text = Array.from({ length: 20_000 }, (_, n) => `line ${n}\n`).join('')

async function unpacked(bytes: Buffer, encoding: string, blockBytes = 1_000): Promise<string> {
  const blocks = async function* () {
    for (let at = 0; at < bytes.length; at += blockBytes) yield bytes.subarray(at, at + blockBytes)
  }
  const chunks: Buffer[] = []
  for await (const chunk of inflateBody(blocks(), encoding)) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

const packers = { gzip: gzipSync, zstd: zstdCompressSync }

for (const [encoding, pack] of Object.entries(packers)) {
  test(`${encoding} is undone`, async () => {
    expect(await unpacked(pack(Buffer.from(text)), encoding)).toBe(text)
  })

  for (const blockBytes of [1, 7, 1_000_000]) {
    test(`${encoding} of several members is undone to its end, in blocks of ${blockBytes}`, async () => {
      const members = ['first ', 'second ', 'third'].map((part) => pack(Buffer.from(part)))
      expect(await unpacked(Buffer.concat(members), encoding, blockBytes)).toBe('first second third')
    })
  }

  test(`${encoding} that ends too early is refused`, async () => {
    const cut = pack(Buffer.from(text)).subarray(0, 500)
    await expect(unpacked(cut, encoding)).rejects.toMatchObject({ code: 'DUMP_UNREADABLE' })
  })

  test(`what is not ${encoding} is refused`, async () => {
    await expect(unpacked(Buffer.from('plain text, no matter'), encoding)).rejects.toMatchObject({
      code: 'DUMP_UNREADABLE',
    })
  })
}

test('a fault of the source comes through', async () => {
  const source = Readable.from(
    (async function* () {
      yield gzipSync(Buffer.from(text)).subarray(0, 100)
      throw new Error('line cut')
    })(),
  )
  const drain = async () => {
    for await (const _ of inflateBody(source, 'gzip'));
  }
  await expect(drain()).rejects.toThrow('line cut')
})

test('an empty body is an empty dump', async () => {
  expect(await unpacked(Buffer.alloc(0), 'gzip')).toBe('')
})
