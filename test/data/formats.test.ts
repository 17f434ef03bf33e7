import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { archiveKind, formatNames, type OpenedDump, openDump } from '@paperboy/formats'
import { describe, expect, test } from 'vitest'

const fixtures = join(process.env.PAPERBOY_DATA ?? '', 'fixtures')
const manifest = readFileSync(join(fixtures, 'MANIFEST.tsv'), 'utf8').trimEnd().split('\n').slice(1)
const rows = manifest
  .map((line) => line.split('\t'))
  .map(([file = '', format = '', papers]) => ({
    ...{ file, format, papers: Number(papers) },
  }))

/** Where the note of the manifest says more than the number. */
const notes: Record<string, { refusedAs: string } | { records: number; withAbstract: number }> = {
  'hf_daily/scrape-2026-08-22.json': { refusedAs: 'DUMP_FORMAT_UNKNOWN' },
  'arxiv_atom/error-400.xml': { refusedAs: 'DUMP_SOURCE_ERROR' },
  'arxiv_mail/2026-02-12_crosslist_and_replacement.txt': { records: 3, withAbstract: 2 },
  'bibtex/mixed.bib': { records: 238, withAbstract: 73 },
}

const open = (bytes: Buffer, size = 65_536): Promise<OpenedDump> =>
  openDump(inParts(bytes, size), { format: 'auto', maxInflatedBytes: 1e9, day: '2026-11-24' })

async function* inParts(bytes: Buffer, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

async function read(bytes: Buffer, size?: number) {
  const dump = await open(bytes, size)
  return { format: dump.format.name, entries: await Array.fromAsync(dump.entries) }
}

describe.each(rows)('$file', ({ file, format, papers }) => {
  const note = notes[file]
  if (note && 'refusedAs' in note) {
    test('is refused, and it is said why', async () => {
      const expected =
        note.refusedAs === 'DUMP_FORMAT_UNKNOWN' ? formatNames.join(', ') : 'incorrect id format'
      const error = { code: note.refusedAs, message: expect.stringContaining(expected) }
      await expect(open(await readFile(join(fixtures, file))).then(all)).rejects.toMatchObject(error)
    })
    return
  }

  test('is recognised by its content and gives what the manifest says', async () => {
    const found = await read(await readFile(join(fixtures, file)))
    const records = found.entries.filter((entry) => entry.kind === 'record')
    expect([found.format, found.entries.length - records.length]).toEqual([format, 0])
    expect(records).toHaveLength(note?.records ?? papers)
    if (note) expect(records.filter(({ abstract }) => abstract)).toHaveLength(note.withAbstract)
  })

  test('is the same however it arrives', async () => {
    const bytes = await readFile(join(fixtures, file))
    const whole = await read(bytes)
    expect(await read(bytes, 997)).toEqual(whole)
    expect(await read(gzipSync(bytes))).toEqual(whole)
    expect(archiveKind(bytes)).toBeNull()
  })
})

const all = ({ entries }: OpenedDump) => Array.fromAsync(entries)
