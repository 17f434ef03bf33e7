import { expect, test } from 'vitest'
import { isDependencyFault } from './dependency-fault.ts'

const withCode = (code: string) => Object.assign(new Error('it failed'), { code })

test.each([
  ['Postgres does not listen', 'ECONNREFUSED'],
  ['Postgres has no connection left', '53300'],
  ['the disk of Postgres is full', '53100'],
])('%s: the dependency is at fault', (_, code) => {
  expect(isDependencyFault(withCode(code))).toBe(true)
  expect(isDependencyFault(new Error('around it', { cause: withCode(code) }))).toBe(true)
})

test.each(['23505', '42P01', 'ERR_ASSERTION'])('%s is our own fault', (code) => {
  expect(isDependencyFault(withCode(code))).toBe(false)
})
