import { expect, test } from 'vitest'
import { names } from './names.ts'

test('a generation is known by its name, also one that another definition made', () => {
  const { generation, isGeneration, isUpToDate } = names('here')
  expect([isGeneration(generation()), isUpToDate(generation())]).toEqual([true, true])
  const outdated = 'here-papers-m3x9k2ab-0f1e2d3c'
  expect([isGeneration(outdated), isUpToDate(outdated)]).toEqual([true, false])
})
