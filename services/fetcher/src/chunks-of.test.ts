import type { SourceEntry } from '@paperboy/contracts'
import { expect, test } from 'vitest'
import { chunksOf } from './chunks-of.ts'

async function sizes(entries: SourceEntry[]): Promise<number[]> {
  const result: number[] = []
  async function* stream() {
    yield* entries
  }
  for await (const chunk of chunksOf(stream())) result.push(chunk.length)
  return result
}

const record = (characters: number): SourceEntry => ({
  kind: 'record',
  position: 'line 1',
  title: 'T',
  abstract: 'x'.repeat(characters),
})

test('a chunk has a thousand records, the last one what is left', async () => {
  expect(await sizes(Array.from({ length: 2_300 }, () => record(10)))).toEqual([1_000, 1_000, 300])
})

test('long records close a chunk earlier', async () => {
  expect(await sizes(Array.from({ length: 5 }, () => record(1_500_000)))).toEqual([3, 2])
})

test('no records, no chunk', async () => {
  expect(await sizes([])).toEqual([])
})
