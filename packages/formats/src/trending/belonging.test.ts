import { describe, expect, test } from 'vitest'
import { belonging } from './belonging.ts'

const sorting = {
  title: 'Sorting Wooden Blocks with Clumsy Robots',
  abstract: `Robots that sort blocks of wood are clumsy. ${'We teach robots to sort wooden blocks by colour and size, and count how often a block falls. '.repeat(4)}`,
}
const weather = {
  title: 'Forecasting Rain over Small Islands',
  abstract: `Rain over islands is hard to forecast. ${'We forecast rain for small islands from radar, and compare it with what fell. '.repeat(5)}`,
}
const birds = {
  title: 'Counting Migrating Birds by Their Calls at Night',
  abstract: `Birds that migrate at night call. ${'We count migrating birds by their calls, with microphones on roofs, over two years. '.repeat(5)}`,
}
const page = [sorting, weather, birds]

test('titles and abstracts of the same papers', () => {
  expect(belonging(page)).toEqual(['together', 'together', 'together'])
})

test('a title with the abstract of the next paper', () => {
  expect(belonging([{ ...sorting, abstract: weather.abstract }, birds])).toEqual(['apart', 'together'])
})

describe('is not judged', () => {
  test('where the abstract is a summary of one line', () => {
    expect(belonging([{ ...sorting, abstract: 'A new way to stack things.' }, ...page])[0]).toBe('not judged')
  })
  test('where the title has hardly a word', () => {
    expect(belonging([{ ...weather, title: 'On It' }, sorting])[0]).toBe('not judged')
  })
  test('where most of a page shares no words, as in translations', () => {
    const translated = page.map(({ title }, at) => ({ title, abstract: page[(at + 1) % 3]?.abstract ?? '' }))
    expect(belonging(translated)).toEqual(['not judged', 'not judged', 'not judged'])
  })
})

test('titles in Chinese are compared sign by sign', () => {
  const abstract = '本文研究小型模型如何阅读长文本，并证明所需的资源要少得多。'.repeat(15)
  expect(belonging([{ title: '小型模型阅读长文本', abstract }, ...page])[0]).toBe('together')
})
