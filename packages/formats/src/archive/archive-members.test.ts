import { gzipSync, zstdCompressSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { archiveKind } from './archive-kind.ts'
import { archiveMembers } from './archive-members.ts'
import { tar, type ZipFile, zip } from './build-archives.ts'

const MB = 1024 * 1024
const limits = { maxInflatedBytes: 100 * MB, maxMembers: 100 }

async function* inParts(bytes: Buffer, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

/** Name and text of each file; an error of a file in the place of its text, one of the archive at the end. */
async function filesOf(
  bytes: Buffer,
  { size = 65_536, ...some }: { size?: number; maxMembers?: number } = {},
) {
  const files: [string, string][] = []
  try {
    for await (const { name, bytes: content } of archiveMembers(inParts(bytes, size), {
      ...limits,
      ...some,
    })) {
      try {
        files.push([name, Buffer.concat(await Array.fromAsync(content)).toString()])
      } catch (error) {
        files.push([name, `! ${(error as Error).message}`])
      }
    }
  } catch (error) {
    files.push(['!', (error as Error).message])
  }
  return files
}

const streams = fc.constantFrom(undefined, 'short' as const, 'zip64' as const)
const methods = fc.constantFrom('stored' as const, 'deflate' as const)
/** With what a reader that looks for signatures would stumble over. */
const contents = fc
  .array(fc.oneof(fc.string(), fc.constantFrom('PK\x07\x08', 'PK\x03\x04', 'PK\x01\x02', '\0'.repeat(600))))
  .map((parts) => parts.join('').toWellFormed())

describe('a zip', () => {
  test('gives its files whatever they hold and however it was written', async () => {
    const file = fc.record({ content: contents, method: methods, streamed: streams })
    await fc.assert(
      fc.asyncProperty(
        fc.array(file, { maxLength: 6 }),
        fc.constantFrom(1, 7, 65_536),
        async (files, size) => {
          const named: ZipFile[] = files.map((one, n) => ({ ...one, name: `${n}.txt` }))
          expect(await filesOf(zip(named), { size })).toEqual(
            named.map(({ name, content }) => [name, content]),
          )
        },
      ),
    )
  })

  test('a file that is damaged, encrypted or packed otherwise does not cost the next', async () => {
    const files: ZipFile[] = [
      { name: 'damaged', content: 'a', wrongCrc: true },
      { name: 'encrypted', content: 'b', flags: 1 },
      { name: 'good', content: 'c' },
    ]
    expect(await filesOf(zip(files))).toEqual([
      ['damaged', expect.stringContaining('checksum')],
      ['encrypted', expect.stringContaining('encrypted')],
      ['good', 'c'],
    ])
  })

  test('that breaks off anywhere gives what was whole before', async () => {
    const whole = zip(['a', 'b', 'c'].map((name) => ({ name, content: name.repeat(500), streamed: 'short' })))
    for (let length = 5; length < whole.indexOf('PK\x01\x02'); length += 3) {
      const files = await filesOf(whole.subarray(0, length))
      expect(files.at(-1)).toEqual(['!', expect.stringContaining('breaks off')])
      for (const [name, text] of files.slice(0, -2)) expect(text).toBe(name.repeat(500))
    }
  })

  test('a bomb is stopped by its ratio', async () => {
    const bomb = zip([{ name: 'bomb', content: Buffer.alloc(90 * MB) }])
    expect(await filesOf(bomb)).toEqual([
      ['bomb', expect.stringContaining('unpacks to more than')],
      ['!', expect.stringContaining('unpacks to more than')],
    ])
  })
})

describe('a tar', () => {
  test.each([
    ['plain', (bytes: Buffer) => bytes],
    ['gzip', (bytes: Buffer) => gzipSync(bytes)],
    ['zstd', (bytes: Buffer) => zstdCompressSync(bytes)],
  ])('%s: files are given, links and folders passed over', async (_name, pack) => {
    const bytes = pack(
      tar([
        { name: 'a', content: 'A' },
        { name: 'folder/', type: '5' },
        { name: 'link', type: '2' },
        { name: 'b', content: 'B'.repeat(2000) },
      ]),
    )
    expect(archiveKind(bytes)).toBe('tar')
    for (const size of [1, 511, 65_536]) {
      expect(await filesOf(bytes, { size })).toEqual([
        ['a', 'A'],
        ['b', 'B'.repeat(2000)],
      ])
    }
  })

  test('long names of GNU and pax', async () => {
    const long = `${'n'.repeat(150)}/ü`
    const value = `path=${long}\n`
    const length = Buffer.byteLength(value) + 4
    const bytes = tar([
      { name: '././@LongLink', type: 'L', content: `${long}\0` },
      { name: 'short', content: 'gnu' },
      { name: 'global', type: 'g', content: '11 comment=\n' },
      { name: 'PaxHeaders/x', type: 'x', content: `${length} ${value}` },
      { name: 'short', content: 'pax' },
      { name: 'last', content: '' },
    ])
    expect(await filesOf(bytes)).toEqual([
      [long, 'gnu'],
      [long, 'pax'],
      ['last', ''],
    ])
  })

  test.each([
    ['a name of a gigabyte', tar([{ name: 'x', type: 'x', size: 2 ** 30 }]), 'too long'],
    [
      'a header that is none',
      Buffer.concat([tar([{ name: 'a' }]).subarray(0, 512), Buffer.alloc(512, 7)]),
      'broken',
    ],
    ['an end in the middle', tar([{ name: 'a', content: 'A'.repeat(2000) }]).subarray(0, 1000), 'middle'],
  ])('with %s is said to be damaged', async (_name, bytes, message) => {
    expect((await filesOf(bytes)).at(-1)).toEqual(['!', expect.stringContaining(message)])
  })
})

test('a zip behind the program that unpacks it', async () => {
  const program = Buffer.concat([Buffer.from('MZ'), Buffer.alloc(60_000, 0x90)])
  const bytes = Buffer.concat([program, zip([{ name: 'a', content: 'A' }])])
  expect(archiveKind(bytes)).toBe('zip')
  for (const size of [511, 65_536]) expect(await filesOf(bytes, { size })).toEqual([['a', 'A']])
  expect(archiveKind(program)).toBeNull()
})

test('what a Mac adds for itself is passed over', async () => {
  const files = ['a', '__MACOSX/._a', '.DS_Store', 'folder/._b', 'folder/b'].map((name) => ({
    name,
    content: 'x',
  }))
  for (const bytes of [zip(files), tar(files)])
    expect((await filesOf(bytes)).map(([name]) => name)).toEqual(['a', 'folder/b'])
})

test('a file with holes is refused by name, and the next is read', async () => {
  const value = 'GNU.sparse.major=1\n'
  const bytes = tar([
    { name: 'old', type: 'S', content: 'x' },
    { name: 'PaxHeaders/x', type: 'x', content: `${Buffer.byteLength(value) + 3} ${value}` },
    { name: 'new', content: 'y' },
    { name: 'good', content: 'z' },
  ])
  expect(await filesOf(bytes)).toEqual([
    ['old', expect.stringContaining('sparse')],
    ['new', expect.stringContaining('sparse')],
    ['good', 'z'],
  ])
})

test('names are harmless to show and store', async () => {
  const names = ['../../etc/passwd', 'a\0b\n', 'x\u202egnp.txt', '\0', 'n'.repeat(9000)]
  const files = await filesOf(zip(names.map((name) => ({ name, content: '' }))))
  expect(files.map(([name]) => name)).toEqual([
    ...['../../etc/passwd', 'ab', 'xgnp.txt', 'without a name', 'n'.repeat(512)],
  ])
})

test('files beyond the limit of members are not read', async () => {
  const files = Array.from({ length: 5 }, (_, n) => ({ name: `${n}`, content: '' }))
  expect((await filesOf(zip(files), { maxMembers: 3 })).at(-1)).toEqual([
    '!',
    expect.stringContaining('3 files'),
  ])
  expect((await filesOf(tar(files), { maxMembers: 3 })).at(-1)).toEqual([
    '!',
    expect.stringContaining('3 files'),
  ])
})

test.each(['zip', 'tar'])('a file of a %s that nobody reads to its end is passed over', async (kind) => {
  const files = ['a', 'b', 'c'].map((name) => ({ name, content: name.repeat(99_999) }))
  const names: string[] = []
  const bytes = kind === 'zip' ? zip(files.map((file) => ({ ...file, streamed: 'short' }))) : tar(files)
  for await (const member of archiveMembers(inParts(bytes, 1000), limits)) {
    names.push(member.name)
    if (member.name === 'b') for await (const _ of member.bytes) break
  }
  expect(names).toEqual(['a', 'b', 'c'])
})

test('what is no archive is none', () => {
  expect(archiveKind(zip([{ name: 'a', content: '' }]))).toBe('zip')
  expect(archiveKind(zip([]))).toBe('zip')
  for (const text of [
    '',
    '{"title":"A"}',
    'PK',
    '\x1f\x8b',
    '\x28\xb5\x2f\xfd',
    'x'.repeat(600),
    '\0'.repeat(600),
  ])
    expect(archiveKind(Buffer.from(text, 'latin1'))).toBeNull()
  expect(archiveKind(gzipSync('{"title":"A"}'.repeat(999)))).toBeNull()
})
