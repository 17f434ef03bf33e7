import { aRecordFacts } from '@paperboy/testkit'
import { describe, expect, test } from 'vitest'
import { readEntries } from './read-entries.ts'
import { readWithdrawal, withdrawnAt } from './withdrawals.ts'

const deletion = (ids: string[], updatedAt?: string) => ({
  ...{ kind: 'deletion' as const, position: 'record 1', ids },
  ...(updatedAt !== undefined && { updatedAt }),
})

describe('readWithdrawal', () => {
  test('knows the ids by which papers are known, however they are written', () => {
    const entry = deletion(['oai:arXiv.org:2101.00001', 'https://doi.org/10.1000/X', 'arXiv:2101.00001v2'])
    expect(readWithdrawal(entry, 7)).toEqual({
      ...{ ordinal: 7, position: 'record 1', at: null },
      keys: ['arxiv:2101.00001', 'doi:10.1000/x'],
    })
  })

  test.each([
    ['2023-01-25', '2023-01-25T23:59:59.999Z'],
    ['2023-01-25T10:00:00Z', '2023-01-25T10:00:00.000Z'],
    ['some day', null],
  ])('dates it: %s', (stated, at) => {
    expect(readWithdrawal(deletion(['2101.00001'], stated), 0)?.at).toBe(at)
  })

  test('an id that no paper is known by is a reject that says so', () => {
    const entries = [deletion(['oai:example.org:17']), deletion(['2101.00001'])]
    const read = readEntries(entries, 0, { name: 'oai-pmh', abstractRequired: false })
    expect(read).toMatchObject({
      items: [],
      withdrawals: [{ ordinal: 1 }],
      rejects: [{ ordinal: 0, code: 'WITHDRAWN_UNKNOWN', excerpt: 'oai:example.org:17' }],
    })
  })
})

describe('withdrawnAt', () => {
  const DAY = '2023-01-25T23:59:59.999Z'
  const latest = new Map([['arxiv:2101.00001', DAY]])
  const dated = (updatedAt: string | null, arxivId: string | null = '2101.00001') =>
    aRecordFacts({ updatedAt, arxivId })

  test('the newest that states a time decides, of equal times the withdrawal', () => {
    expect(withdrawnAt([dated('2023-01-24T00:00:00.000Z')], latest)).toBe(DAY)
    expect(withdrawnAt([dated(DAY)], latest)).toBe(DAY)
    expect(withdrawnAt([dated('2023-01-26T00:00:00.000Z'), dated(null)], latest)).toBeNull()
  })

  test('what states no time, or only a version, does not bring it back', () => {
    expect(withdrawnAt([dated(null), dated('1970-01-01T00:00:03.000Z'), dated(null, null)], latest)).toBe(DAY)
  })

  test('a paper without the id is not meant', () => {
    expect(withdrawnAt([dated(null, '2101.00002'), dated(null, null)], latest)).toBeNull()
  })

  test('of several withdrawals the newest counts', () => {
    const both = new Map([...latest, ['doi:10.1000/x', '2024-01-01T00:00:00.000Z']])
    const facts = aRecordFacts({
      arxivId: '2101.00001',
      doi: '10.1000/x',
      updatedAt: '2023-06-01T00:00:00.000Z',
    })
    expect(withdrawnAt([facts], both)).toBe('2024-01-01T00:00:00.000Z')
  })
})
