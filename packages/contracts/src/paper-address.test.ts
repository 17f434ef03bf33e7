import { expect, test } from 'vitest'
import { withoutAddress } from './paper-address.ts'

test.each([
  ['https://arxiv.org/abs/2106.04008v2', '2106.04008v2'],
  ['http://www.arxiv.org/pdf/2106.04008v1.pdf', '2106.04008v1'],
  ['export.arxiv.org/html/math/0309136', 'math/0309136'],
  ['https://www.alphaxiv.org/overview/2106.04008', '2106.04008'],
  ['https://huggingface.co/papers/2106.04008', '2106.04008'],
  ['https://dx.doi.org/10.1145/X(1)', '10.1145/X(1)'],
  ['https:/doi.org/10.1145/x.pdf', '10.1145/x.pdf'],
  ['2106.04008', '2106.04008'],
  ['https://example.org/abs/2106.04008', 'https://example.org/abs/2106.04008'],
])('of %s remains %s', (text, name) => {
  expect(withoutAddress(text)).toBe(name)
})
