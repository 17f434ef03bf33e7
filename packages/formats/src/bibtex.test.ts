import { expect, test } from 'vitest'
import { bibtex } from './bibtex.ts'

async function* bytesOf(text: string) {
  yield Buffer.from(text)
}
const read = (text: string) => Array.fromAsync(bibtex.read(bytesOf(text)))

test('reads fields, names and abbreviations; braces that protect go, those of TeX stay', async () => {
  const text = `@string{conf = "A Conference"}
@inproceedings{key1, title={{BERT}: On {\\"o} and $x^{2}$}, author={Yue Feng and Zollh{\\"o}fer, Michael and {The Team}},
  booktitle=conf, year=2025, month=mar, eprint={2101.00001}, archivePrefix={arXiv}, doi={10.1000/x}}`
  expect(await read(text)).toMatchObject([
    {
      position: 'line 2',
      title: 'BERT: On {\\"o} and $x^{2}$',
      authors: ['Yue Feng', 'Michael Zollh{\\"o}fer', 'The Team'],
      ids: ['2101.00001', '10.1000/x'],
      publishedAt: '2025-03',
      extra: { booktitle: 'A Conference', entryType: 'inproceedings', citationKey: 'key1' },
    },
  ])
})

test('garbage and broken entries cost no other entry', async () => {
  const text = `@misc{a, title={One}}
garbage } { here
@misc{b, title={Two}, abstract={cut off here

@misc{c, title={cut
@misc{d, title= = }
@misc{e, title={Three}}
@misc{f, title={Four`
  const all = await read(text)
  expect(
    all.map((entry) => (entry.kind === 'record' ? entry.title : entry.kind === 'reject' && entry.code)),
  ).toEqual(['One', 'NOT_A_RECORD', 'Two', 'INCOMPLETE', 'NOT_BIBTEX', 'Three', 'INCOMPLETE'])
  expect(all[2]).toMatchObject({ guesses: [expect.stringContaining('not closed')] })
})

test('thousands of braces are a reject, not the end', async () => {
  const text = `@misc{a, title={${'{'.repeat(50_000)}${'}'.repeat(50_000)}}}\n@misc{b, title={Two}}`
  expect((await read(text)).map(({ kind }) => kind)).toEqual(['reject', 'record'])
})
