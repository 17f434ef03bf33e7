import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { constants, gzipSync, zstdCompressSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { type OpenOptions, openDump } from './open-dump.ts'

const seed = readFileSync(new URL('../../../seeds/trending-page.txt', import.meta.url))
const records = (count: number) =>
  Buffer.from(
    Array.from(
      { length: count },
      (_, at) => `{"title":"Title ${at} ${randomBytes(30).toString('hex')}"}\n`,
    ).join(''),
  )

// As the command line tool does: without it a damaged stream may look whole.
const zstdWithChecksum = (bytes: Uint8Array) =>
  zstdCompressSync(bytes, { params: { [constants.ZSTD_c_checksumFlag]: 1 } })

async function* pieces(bytes: Uint8Array, size = 65_536) {
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size)
}
async function open(bytes: Uint8Array | string, options: Partial<OpenOptions> = {}, size?: number) {
  const dump = await openDump(pieces(Buffer.from(bytes as string), size), {
    format: 'auto',
    maxInflatedBytes: 1e9,
    day: '2026-11-24',
    ...options,
  })
  return { name: dump.format.name, entries: await Array.fromAsync(dump.entries) }
}

describe('openDump', () => {
  test.each([
    ['plain', seed],
    ['gzip', gzipSync(seed)],
    [
      'gzip in members',
      Buffer.concat([gzipSync(seed.subarray(0, 99_999)), gzipSync(seed.subarray(99_999)), Buffer.alloc(512)]),
    ],
    ['zstd', zstdCompressSync(seed)],
    [
      'zstd in frames',
      Buffer.concat([zstdCompressSync(seed.subarray(0, 99_999)), zstdCompressSync(seed.subarray(99_999))]),
    ],
  ])('reads the sample dump, %s, in chunks of any size', async (_how, bytes) => {
    const whole = await open(bytes)
    expect(whole.name).toBe('trending-page')
    expect(whole.entries.filter(({ kind }) => kind === 'record')).toHaveLength(220)
    expect(await open(bytes, {}, 977)).toEqual(whole)
  })

  test.each([
    ['DUMP_EMPTY', ''],
    ['DUMP_EMPTY', ' \r\n\t\n'.repeat(50_000)],
    ['DUMP_EMPTY', gzipSync('')],
    ['DUMP_FORMAT_UNKNOWN', randomBytes(50_000)],
    ['DUMP_FORMAT_UNKNOWN', readFileSync(process.execPath).subarray(0, 200_000)],
    ['DUMP_FORMAT_UNKNOWN', Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), randomBytes(5_000)])],
    ['DUMP_FORMAT_UNKNOWN', '<!doctype html>\n<html><body>\n<p>Hello</p>\n</body></html>'],
    ['DUMP_FORMAT_UNKNOWN', '{"name":"x","version":"1.0.0"}'],
    ['DUMP_UNREADABLE', gzipSync(records(1)).subarray(0, 15)],
    ['DUMP_UNREADABLE', Buffer.concat([gzipSync('x').subarray(0, 10), Buffer.alloc(5_000, 0xff)])],
  ])('%s (%#)', async (code, bytes) => {
    await expect(open(bytes)).rejects.toMatchObject({ code, name: 'DumpError' })
  })

  test.each([
    ['gzip', gzipSync],
    ['zstd', zstdWithChecksum],
  ] as const)('%s that breaks off keeps what was complete', async (_how, pack) => {
    const packed = pack(records(20_000))
    const half = packed.length >> 1
    const cut = await open(packed.subarray(0, half))
    expect(cut.entries.at(-1)).toMatchObject({ kind: 'reject', code: 'TRUNCATED' })
    expect(cut.entries.length).toBeGreaterThan(8_000)
    expect(cut.entries.slice(0, -1).every(({ kind }) => kind === 'record')).toBe(true)
    expect(await open(packed.subarray(0, half), {}, 1_000)).toEqual(cut)
    const broken = Buffer.from(packed).fill(0xff, half, half + 3_000)
    const damaged = (await open(broken)).entries
    expect(damaged.at(-1)).toMatchObject({ code: 'TRUNCATED' })
    expect(damaged.length).toBeGreaterThan(5_000)
  })

  test.each([
    ['gzip', gzipSync],
    ['zstd', zstdWithChecksum],
  ] as const)('%s with other bytes behind it keeps every record and says so', async (_how, pack) => {
    const packed = pack(seed)
    for (const behind of ['\n', 'garbage', 'x'.repeat(40_000)]) {
      const { entries } = await open(Buffer.concat([packed, Buffer.alloc(20), Buffer.from(behind)]))
      expect(entries).toHaveLength(221)
      expect(entries.at(-1)).toMatchObject({
        code: 'TRAILING_BYTES',
        position: expect.stringMatching(/^after line/),
      })
    }
    expect((await open(Buffer.concat([packed, Buffer.alloc(40_000)]))).entries).toHaveLength(220)
  })

  test('zstd may begin with a frame of no content, as parallel compressors write it', async () => {
    const noContent = Buffer.from([0x50, 0x2a, 0x4d, 0x18, 4, 0, 0, 0, 1, 2, 3, 4])
    const { name, entries } = await open(Buffer.concat([noContent, zstdWithChecksum(seed), noContent]))
    expect([name, entries.length]).toEqual(['trending-page', 220])
  })

  test('a gzip file may state its name and more', async () => {
    const bytes = gzipSync(seed)
    const [extra, name, comment] = ['\u0003\u0000abc', 'trending page.txt\0', 'of a day\0']
    const flags = Buffer.from([bytes[0] ?? 0, bytes[1] ?? 0, 8, 0x04 | 0x08 | 0x10])
    const whole = Buffer.concat([
      flags,
      bytes.subarray(4, 10),
      Buffer.from(extra + name + comment),
      bytes.subarray(10),
    ])
    expect((await open(whole)).entries).toHaveLength(220)
    expect((await open(Buffer.concat([whole, whole]), {}, 7)).entries.length).toBeGreaterThan(400)
    await expect(open(whole.subarray(0, 20))).rejects.toMatchObject({ code: 'DUMP_UNREADABLE' })
  })

  test('a wrong checksum is said behind the records', async () => {
    const damaged = gzipSync(records(2_000))
    damaged.writeUInt32LE(1, damaged.length - 8)
    const { entries } = await open(damaged)
    expect(entries).toHaveLength(2_001)
    expect(entries.at(-1)).toMatchObject({ code: 'TRUNCATED' })
  })

  test('a page that breaks off ends with one reject, not with half a paper', async () => {
    const packed = gzipSync(seed)
    const { entries } = await open(packed.subarray(0, packed.length >> 1))
    expect(entries.filter(({ kind }) => kind === 'reject')).toMatchObject([{ code: 'TRUNCATED' }])
  })

  test('a bomb is too large, by its size and by its ratio', async () => {
    const bomb = gzipSync(Buffer.concat([records(1), Buffer.alloc(70 * 1024 * 1024, ' ')]))
    await expect(open(bomb, { maxInflatedBytes: 1e7 })).rejects.toMatchObject({ code: 'DUMP_TOO_LARGE' })
    await expect(open(bomb)).rejects.toMatchObject({ code: 'DUMP_TOO_LARGE' })
    await expect(open(records(100), { maxInflatedBytes: 1_000 })).rejects.toMatchObject({
      code: 'DUMP_TOO_LARGE',
    })
  })

  test.each([records(50_000), gzipSync(records(50_000))])(
    'closing the entries early closes the source (%#)',
    async (bytes) => {
      let closed = false
      let given = 0
      const source = (async function* () {
        try {
          for await (const piece of pieces(bytes, 10_000)) {
            given += piece.length
            yield piece
          }
        } finally {
          closed = true
        }
      })()
      const { entries } = await openDump(source, { format: 'auto', maxInflatedBytes: 1e9, day: '2026-11-24' })
      await entries.next()
      await entries.return(undefined)
      expect(closed).toBe(true)
      expect(given).toBeLessThan(bytes.length / 2)
    },
  )

  test('an error of the source comes through as it is', async () => {
    const source = (async function* () {
      yield gzipSync(records(20_000)).subarray(0, 200_000)
      throw new Error('the connection was lost')
    })()
    const { entries } = await openDump(source, { format: 'auto', maxInflatedBytes: 1e9, day: '2026-11-24' })
    await expect(Array.fromAsync(entries)).rejects.toThrow('the connection was lost')
  })
})
