import { expect, test } from 'vitest'
import { firstOf, type Way } from './engine.ts'

const engine = { url: 'redis://here', how: 'here', stop: async () => {} }
const closed: Way = { how: 'Docker', open: async () => null }
const broken: Way = {
  how: 'program',
  open: async () => {
    throw new Error('no such file\nand more')
  },
}
const open: Way = { how: 'installation', open: async () => engine }

test('the first open way is taken, and each broken one before it is told in a line', async () => {
  const said: string[] = []
  await expect(firstOf('redis', [closed, broken, open], (line) => said.push(line), '')).resolves.toBe(engine)
  expect(said).toEqual(['redis: program: no such file'])
})

test('with no way left the error names the engine, what to do and what was tried', async () => {
  await expect(firstOf('redis', [closed, broken], () => {}, 'Install redis-server.')).rejects.toThrow(
    'redis cannot be had. Install redis-server.\n  program: no such file',
  )
})
