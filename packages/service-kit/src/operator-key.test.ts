import { expect, test } from 'vitest'
import { sameSecret } from './operator-key.ts'

test('only equal secrets are the same, whatever their lengths', () => {
  expect(sameSecret('s3cret-key', 's3cret-key')).toBe(true)
  expect(sameSecret('s3cret-key', 's3cret-kez')).toBe(false)
  expect(sameSecret('s3cret-key', 's3cret')).toBe(false)
  expect(sameSecret('', 's3cret')).toBe(false)
})
