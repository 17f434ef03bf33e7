import { readFileSync } from 'node:fs'
import type { SourceEntry } from '@paperboy/contracts'
import { expect, test } from 'vitest'
import { openDump } from '../open-dump.ts'

const seed = readFileSync(new URL('../../../../seeds/trending-page.txt', import.meta.url), 'latin1')

async function* bytesOf(text: string) {
  yield Buffer.from(text)
}
async function open(text: string): Promise<SourceEntry[]> {
  const dump = await openDump(bytesOf(text), { format: 'auto', maxInflatedBytes: 1e9, day: '2026-11-24' })
  return [dump.format.name, await Array.fromAsync(dump.entries)][1] as SourceEntry[]
}
/** A hyphen of the text itself may stand at the end of a line. */
const plain = (text = '') => text.replace(/-\s+/g, '-').replace(/\s+/g, ' ').trim()

async function compare(text: string) {
  const truth = new Map(
    (await open(seed)).flatMap((one) =>
      one.kind === 'record' ? [[plain(one.title), plain(one.abstract)]] : [],
    ),
  )
  const entries = await open(text)
  const records = entries.filter((entry) => entry.kind === 'record')
  const right = records.filter(({ title, abstract }) => truth.get(plain(title)) === plain(abstract)).length
  return { right, wrong: records.length - right, rejects: entries.filter(({ kind }) => kind === 'reject') }
}

/** Breaks lines as most tools do: a word that does not fit goes to the next. */
function wrap(text: string, columns: number, indent = ''): string {
  const lines: string[] = []
  for (const paragraph of text.split('\n')) {
    let line = ''
    for (const word of paragraph.split(' ')) {
      if (line !== '' && line.length + 1 + word.length > columns) {
        lines.push(indent + line)
        line = word
      } else line = line === '' ? word : `${line} ${word}`
    }
    lines.push(indent + line)
  }
  return lines.join('\n')
}

test.each([50, 60, 72, 80, 100])(
  'with blank lines between its texts, at %i columns: all is read',
  async (columns) => {
    const spaced = seed
      .split('\n')
      .map((line) => wrap(line, columns, '  '))
      .join('\n\n')
    expect(await compare(spaced)).toMatchObject({ right: 220, wrong: 0, rejects: [] })
  },
)

test.each([
  [72, 205],
  [80, 205],
  [100, 214],
])('at %i columns, without a blank line: no abstract has lines of another paper', async (columns, most) => {
  const { right, wrong, rejects } = await compare(wrap(seed, columns))
  expect(wrong).toBe(0)
  expect(right).toBeGreaterThanOrEqual(most)
  for (const reject of rejects)
    expect(reject).toMatchObject({ code: expect.stringMatching(/UNCLEAR|MISSING/) })
})

test('a title over two lines is whole', async () => {
  const entries = await open(wrap(seed, 60))
  expect(entries).toContainEqual(
    expect.objectContaining({
      title: 'Revisiting Neural Networks for Continual Learning: An Architectural Perspective',
    }),
  )
})

test('lines that are broken anywhere are refused, and it is said what to do', async () => {
  const ragged = seed.replace(/(\S+(?: \S+){3,9}) /g, (part) => `${part.trim()}\n`)
  await expect(open(ragged)).rejects.toMatchObject({
    code: 'DUMP_FORMAT_UNKNOWN',
    message: expect.stringContaining('without line breaks'),
  })
})

test('a banner that is broken is one still', async () => {
  const entries = await open(wrap(seed, 40))
  expect(JSON.stringify(entries)).not.toContain('trending papers in your')
})
