import { expect, test } from 'vitest'
import { inFormat } from './in-format.ts'
import { type OpenOptions, openDump } from './open-dump.ts'

async function entriesOf(text: string, format: OpenOptions['format']) {
  const bytes = (async function* () {
    yield Buffer.from(text)
  })()
  const dump = await openDump(bytes, { format, maxInflatedBytes: 1e9, day: '2026-11-24' })
  return Array.fromAsync(inFormat(dump, format).entries)
}
const bib = '@misc{a, title={Folding letters with care}}\n'
const noise = 'no JSON\n'
const record = '{"title":"Folding letters with care"}\n'

test.each([
  ['bibtex', record],
  ['json-lines', bib],
  ['json-lines', `${noise.repeat(100)}${record}`],
  ['json', 'some prose, and no more'],
  ['arxiv-atom', record],
  ['ris', bib],
] as const)('what is nothing of %s is refused, and the message says where', async (format, text) => {
  await expect(entriesOf(text, format)).rejects.toMatchObject({
    code: 'DUMP_FORMAT_UNKNOWN',
    message: expect.stringMatching(`^The dump is not in the format ${format}: .*(line|item) 1: `),
  })
})

test.each([
  ['one record in noise', `${noise.repeat(99)}${record}${noise}`, 101],
  ['records without titles', '{"abstract":"no title"}\n'.repeat(300), 300],
])('%s is read, and the rest rejected', async (_what, text, count) => {
  expect(await entriesOf(text, 'json-lines')).toHaveLength(count)
})

test('a format that was found is not doubted', async () => {
  const bytes = (async function* () {
    yield Buffer.from(record)
  })()
  const dump = await openDump(bytes, { format: 'auto', maxInflatedBytes: 1e9, day: '2026-11-24' })
  expect(inFormat(dump, 'auto')).toBe(dump)
  expect(await Array.fromAsync(dump.entries)).toHaveLength(1)
})
