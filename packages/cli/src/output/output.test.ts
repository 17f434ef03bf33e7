import type { Paper } from '@paperboy/contracts'
import pc from 'picocolors'
import { expect, test } from 'vitest'
import { bytesText, countsText, failureText } from './dump-text.ts'
import { paperText } from './paper-text.ts'
import { printable } from './printable.ts'
import { table } from './table.ts'

const plain = pc.createColors(false)

test('text of others cannot command the terminal', () => {
  expect(printable('a\u001b[2J\nb\u202ec\u0007')).toBe('a [2J b c')
  expect(printable('Zoë 🙂 日本')).toBe('Zoë 🙂 日本')
})

test('a table has columns of one width, numbers to the right, and nothing without rows', () => {
  expect(
    table(
      ['A', 'COUNT', 'B'],
      [
        ['long one', 7, null],
        ['x', 1_234, 'y\n'],
      ],
    ),
  ).toEqual(['A         COUNT  B', 'long one      7  -', 'x         1,234  y'])
  expect(table(['A'], [])).toEqual([])
})

test('counts, sizes and failures are said in words', () => {
  const counts = { records: 1_220, created: 1_219, updated: 0, unchanged: 0, rejected: 1, indexed: 1 }
  expect(countsText({ counts })).toBe('1,220 records: 1,219 created, 0 updated, 0 unchanged, 1 rejected')
  expect([0, 999, 1_000, 294_838, 2 ** 31].map(bytesText)).toEqual([
    '0 B',
    '999 B',
    '1.0 kB',
    '294.8 kB',
    '2.1 GB',
  ])
  expect(failureText({ id: 'd1', error: { code: 'EMPTY', message: 'Nothing in it.' } })).toBe(
    'failed: Nothing in it. (EMPTY) – dump d1',
  )
})

test('a paper shows its title, and who, when and where', () => {
  const authors = ['A', 'B', 'C', 'D'].map((name) => ({ name }))
  const paper = {
    id: 'p1',
    title: 'T',
    authors,
    arxivId: '2411.01234',
    codeUrls: [],
    firstSeenAt: '2026-11-24T03:00',
  }
  expect(paperText(paper as unknown as Paper, 2, plain)).toEqual([
    '2. T',
    '   A, B, C et al. · 2026-11-24 · arXiv:2411.01234',
  ])
})
