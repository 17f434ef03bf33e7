import { expect, test } from 'vitest'
import { suppressionRule } from './suppression-rule.ts'

const now = new Date('2026-11-24T12:00:00Z')
const soft = (...times: string[]) => times.map((time) => ({ type: 'soft' as const, at: new Date(time) }))

test('nothing that came back suppresses nobody', () => {
  expect(suppressionRule([], now)).toBe(false)
})

test.each(['hard', 'complaint'] as const)('one %s bounce is enough, also long ago', (type) => {
  expect(suppressionRule([{ type, at: new Date('2020-01-01') }], now)).toBe(true)
})

test('soft ones on three days of the last seven are enough, on two they are not', () => {
  expect(suppressionRule(soft('2026-11-22T08:00Z', '2026-11-23T08:00Z'), now)).toBe(false)
  expect(suppressionRule(soft('2026-11-18T08:00Z', '2026-11-20T08:00Z', '2026-11-24T08:00Z'), now)).toBe(true)
})

test('ten on one day count once', () => {
  const many = Array.from({ length: 10 }, (_, hour) => `2026-11-24T0${hour}:00Z`)
  expect(suppressionRule(soft(...many, '2026-11-23T23:59Z'), now)).toBe(false)
})

test('what is older than a week, or in the future, does not count', () => {
  expect(suppressionRule(soft('2026-11-17T11:59Z', '2026-11-23T08:00Z', '2026-11-24T08:00Z'), now)).toBe(
    false,
  )
  expect(suppressionRule(soft('2026-11-25T11:59Z', '2026-11-23T08:00Z', '2026-11-24T08:00Z'), now)).toBe(
    false,
  )
})
