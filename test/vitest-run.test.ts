import { expect, test } from 'vitest'
import { totalsOf } from './vitest-run.ts'

const green = { numPassedTests: 3, numFailedTests: 0, numPendingTests: 1, numTodoTests: 1, testResults: [] }
const broken = { status: 'failed', message: 'cannot be loaded', assertionResults: [] }

test('the totals are those of vitest', () => {
  expect(totalsOf(green, 0)).toEqual({ passed: 3, failed: 0, skipped: 2 })
})

test('a file that does not load is a failure', () => {
  expect(totalsOf({ ...green, testResults: [broken] }, 1)).toMatchObject({ passed: 3, failed: 1 })
})

test('a failed test is counted once, not again for its file', () => {
  const file = { ...broken, assertionResults: [{ status: 'passed' }, { status: 'failed' }] }
  expect(totalsOf({ ...green, numFailedTests: 1, testResults: [file] }, 1)).toMatchObject({ failed: 1 })
})

test('an unhandled error, which leaves all tests green, is a failure', () => {
  expect(totalsOf(green, 1)).toMatchObject({ passed: 3, failed: 1 })
})

test('a crash without a report is a failure', () => {
  expect(totalsOf(null, 134)).toEqual({ passed: 0, failed: 1, skipped: 0 })
})
