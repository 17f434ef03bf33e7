import fc from 'fast-check'
import { expect, test } from 'vitest'
import { paperId } from './paper-id.ts'

test('is 16 characters of base32, another one for another title or distinguisher', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (title, other) => {
      expect(paperId(title)).toMatch(/^[a-z2-7]{16}$/)
      expect(paperId(title, other)).not.toBe(paperId(title))
      if (title !== other) expect(paperId(title)).not.toBe(paperId(other))
    }),
  )
})

test('stays what it is, since addresses of papers hang on it', () => {
  expect(paperId('attentionisallyouneed')).toMatchInlineSnapshot(`"kvr6cdg3amx4t6zc"`)
})
