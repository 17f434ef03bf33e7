import { expect, test } from 'vitest'
import { suppressionRule } from './suppression-rule.ts'

const now = new Date('2026-11-24T08:00:00Z')
const bounce = (type: 'hard' | 'soft' | 'complaint', daysAgo: number) => ({
  type,
  at: new Date(now.getTime() - daysAgo * 86_400_000),
})

test('one hard bounce or one complaint is enough', () => {
  expect(suppressionRule([bounce('hard', 20)], now)).toBe(true)
  expect(suppressionRule([bounce('soft', 1), bounce('complaint', 0)], now)).toBe(true)
})

test('three soft bounces in seven days are enough, spread over more they are not', () => {
  expect(suppressionRule([bounce('soft', 6.9), bounce('soft', 3), bounce('soft', 0)], now)).toBe(true)
  expect(suppressionRule([bounce('soft', 7.1), bounce('soft', 3), bounce('soft', 0)], now)).toBe(false)
  expect(suppressionRule([], now)).toBe(false)
})
