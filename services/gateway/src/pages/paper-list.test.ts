import { expect, test } from 'vitest'
import { aPaper } from '../a-gateway.suite.ts'
import { codeLink, paperList } from './paper-list.ts'

const teaserOf = async (abstract: string[]) => {
  const list = await paperList([{ ...aPaper(), highlight: { title: 'A title', abstract } }])
  return /<p class="teaser">(.*)<\/p>/.exec(String(list))?.[1]
}

test('a snippet that was cut out of a sentence says so at both ends', async () => {
  expect(await teaserOf(['of <mark>deep</mark> nets that', '<mark>deep</mark> as they'])).toBe(
    '… of <mark>deep</mark> nets that … <mark>deep</mark> as they …',
  )
  expect(await teaserOf(['<mark>deep</mark> nets.'])).toBe('… <mark>deep</mark> nets.')
  expect(await teaserOf(['<mark>Deep</mark> nets learn.'])).toBe('<mark>Deep</mark> nets learn.')
})

test('code is known by its repository, however deep in it the folder is', async () => {
  const nameOf = async (address: string) => /<\/span> (.*)<\/a>/.exec(String(await codeLink(address)))?.[1]
  expect(await nameOf('https://github.com/example/fold/tree/main/papers/one')).toBe('example/fold')
  expect(await nameOf('https://github.com/example/fold.git')).toBe('example/fold')
  expect(await nameOf('https://huggingface.co/datasets/example/fold/')).toBe('datasets/example/fold')
  expect(await nameOf('https://fold.example')).toBe('fold.example')
  expect(await codeLink('javascript:alert(1)')).toBeNull()
})
