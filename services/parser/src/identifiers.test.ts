import { expect, test } from 'vitest'
import { readIdentifier } from './identifiers.ts'

test.each([
  ['2601.15621', '2601.15621'],
  ['arXiv:2601.15621v3', '2601.15621'],
  ['cond-mat.str-el/0309136', 'cond-mat/0309136'],
  ['math.GT/0309136v2', 'math/0309136'],
  ['arxiv: 0704.0001', '0704.0001'],
  ['https://arxiv.org/abs/2601.15621v2', '2601.15621'],
  ['http://export.arxiv.org/pdf/2601.15621v1.pdf?x=1#page=2', '2601.15621'],
  ['https://arxiv.org/html/2601.15621', '2601.15621'],
  ['https://huggingface.co/papers/2601.15621', '2601.15621'],
  ['https://www.alphaxiv.org/abs/2601.15621v1', '2601.15621'],
  ['hep-ex/0307015', 'hep-ex/0307015'],
  ['arxiv:cs/0506098', 'cs/0506098'],
  ['math.GT/0309136v2', 'math/0309136'],
  ['https://arxiv.org/abs/math.GT/0309136', 'math/0309136'],
  ['oai:arXiv.org:2203.01250v3', '2203.01250'],
  ['10.48550/arXiv.2601.15621', '2601.15621'],
  ['https://doi.org/10.48550/arXiv.hep-ex/0307015', 'hep-ex/0307015'],
])('%s is the arXiv id %s', (text, value) => {
  expect(readIdentifier(text)).toEqual({ kind: 'arxiv', value })
})

test.each([
  ['10.1145/3292500.3330701', '10.1145/3292500.3330701'],
  ['doi:10.1000/ABC.', '10.1000/abc'],
  ['DOI 10.1000/AB', '10.1000/ab'],
  ['urn:doi:10.1000/ab', '10.1000/ab'],
  ['info:doi/10.1000/ab', '10.1000/ab'],
  ['https://doi.org/10.1016/S0021-9258(19)52451-6', '10.1016/s0021-9258(19)52451-6'],
  ['http://dx.doi.org/10.1000/a%2Fb?x=1', '10.1000/a/b'],
  ['10.1000/x),', '10.1000/x'],
])('%s is the DOI %s', (text, value) => {
  expect(readIdentifier(text)).toEqual({ kind: 'doi', value })
})

test.each([
  '',
  '2613.15621',
  '2600.15621',
  '2601.156',
  '2601.1562',
  '1412.12345',
  '0601.0001',
  'foo/0309136',
  'hep-ex/0313015',
  'conf:nips2015:5555',
  'https://example.org/abs/2601.15621',
  'https://github.com/a/b',
  '10.1000',
  '10.1000/',
  'see 2601.15621 for more',
])('%j identifies nothing', (text) => {
  expect(readIdentifier(text)).toBeNull()
})
