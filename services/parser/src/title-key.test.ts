import { expect, test } from 'vitest'
import { titleKey } from './title-key.ts'

test.each([
  ['Attention Is All You Need', 'attentionisallyouneed', true],
  ['ATTENTION  is all-you: need!', 'attentionisallyouneed', true],
  ['Ｆｕｌｌ width ﬁne', 'fullwidthfine', false],
  ['Pointer Networks', 'pointernetworks', false],
  ['GPT-4: a b', 'gpt4ab', true],
  ['基于深度学习的图像识别方法研究', '基于深度学习的图像识别方法研究', true],
  ['图像识别', '图像识别', false],
])('%s', (title, key, joins) => {
  expect(titleKey(title)).toEqual({ key, joins })
})
