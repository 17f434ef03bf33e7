import { expect, test } from 'vitest'
import { definitionBook } from './definition-book.ts'
import type { CountedDefinition } from './definitions.ts'

const rag: CountedDefinition = { short: 'rag', long: 'retrieval augmented generation', papers: 3 }
const cnn: CountedDefinition = { short: 'cnn', long: 'convolutional neural networks', papers: 5 }
const lookup = { shorts: ['rag'], longs: ['convolut neural network'] }

function aBook() {
  const engine = {
    now: 0,
    stamp: 1 as number | null,
    known: [rag, cnn],
    lookUps: 0,
    reading: Promise.withResolvers<void>(),
  }
  const book = definitionBook({
    lookUp: async () => {
      engine.lookUps++
      return engine.known
    },
    all: async () => {
      const read = engine.known
      await engine.reading.promise
      return read
    },
    now: () => engine.now,
    stamp: () => engine.stamp,
  })
  /** What it says once all are read, or reading them has led to nothing. */
  const settled = async () => {
    engine.reading.resolve()
    await new Promise(setImmediate)
    engine.lookUps = 0
    return book.of(lookup)
  }
  return { engine, book, settled }
}

test('the engine is asked until all definitions are read, then they are in memory', async () => {
  const { engine, book, settled } = aBook()
  expect(await book.of(lookup)).toEqual([rag, cnn])
  expect(await book.of({ shorts: ['rag'], longs: [] })).toEqual([rag, cnn])
  expect(engine.lookUps).toBe(2)
  expect(await settled()).toEqual([rag, cnn])
  expect(await book.of({ shorts: ['rag', 'none'], longs: ['retriev augment gener'] })).toEqual([rag])
  expect(engine.lookUps).toBe(0)
})

test('after a change, and while none can be told, the engine is asked', async () => {
  const { engine, book, settled } = aBook()
  await book.of(lookup)
  await settled()
  for (const stamp of [2, null]) {
    engine.stamp = stamp
    engine.known = [rag]
    expect(await book.of(lookup)).toEqual([rag])
  }
  expect(engine.lookUps).toBe(2)
})

test('all are read again every half a minute, and none are used that are older than a minute', async () => {
  const { engine, book, settled } = aBook()
  await book.of(lookup)
  await settled()
  engine.known = [rag]
  engine.now = 59_999
  engine.reading = Promise.withResolvers()
  expect(await book.of(lookup)).toEqual([rag, cnn])
  engine.now = 60_000
  expect(await book.of(lookup)).toEqual([rag])
  expect(await settled()).toEqual([rag])
  expect(engine.lookUps).toBe(0)
})

test('what was read before a write of our own is not used after it', async () => {
  const { engine, book, settled } = aBook()
  await book.of(lookup)
  engine.known = [rag]
  book.forget()
  expect(await settled()).toEqual([rag])
  expect(engine.lookUps).toBe(1)
})
