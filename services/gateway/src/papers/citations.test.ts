import { expect, test } from 'vitest'
import { aGateway, aPaper } from '../a-gateway.suite.ts'
import { splitName } from './split-name.ts'

const paper = aPaper({
  ...{
    id: 'p1',
    title: 'A title\nTY  - JOUR',
    arxivId: '2411.01234',
    doi: '10.1000/a',
    categories: ['cs.LG'],
  },
  authors: [{ name: 'Ludwig van der Berg' }, { name: 'OpenAI' }],
})
const app = await aGateway({
  papers: { byIds: async () => [], find: async (id) => (['p1', 'cs/1'].includes(id) ? paper : null) },
})
const accepting = (accept: string, url = '/v1/papers/p1') => app.inject({ url, headers: { accept } })

test.each([
  ['Ada Lovelace', { given: 'Ada', family: 'Lovelace' }],
  ['Ludwig  van der Berg', { given: 'Ludwig', family: 'van der Berg' }],
  ['Martin Luther King Jr.', { given: 'Martin Luther', family: 'King', suffix: 'Jr.' }],
  ['King, Jr.', { family: 'King', suffix: 'Jr.' }],
  ['Lovelace, Ada', { given: 'Ada', family: 'Lovelace' }],
  ['OpenAI', { family: 'OpenAI' }],
  ['Van Gogh', { given: 'Van', family: 'Gogh' }],
])('%s is %o', (name, expected) => {
  expect(splitName(name)).toEqual(expected)
})

test('RIS is one record, whatever is in the title', async () => {
  const { body, headers } = await app.inject('/v1/papers/p1.ris')
  expect(headers['content-type']).toBe('application/x-research-info-systems; charset=utf-8')
  expect(body.split('\r\n')).toEqual([
    ...[
      'TY  - GEN',
      'ID  - paperboy-p1',
      'TI  - A title TY - JOUR',
      'AU  - van der Berg, Ludwig',
      'AU  - OpenAI',
    ],
    ...[
      'PY  - 2024',
      'DA  - 2024/11//',
      'AB  - We study something.',
      'DO  - 10.1000/a',
      'AN  - arXiv:2411.01234',
    ],
    ...['UR  - https://arxiv.org/abs/2411.01234', 'KW  - cs.LG', 'ER  - ', ''],
  ])
})

test('CSL-JSON is a list as a file and an item as an answer', async () => {
  const [item] = (await app.inject('/v1/papers/p1.csl.json')).json()
  expect(item).toMatchObject({
    ...{ id: 'paperboy-p1', type: 'article', DOI: '10.1000/a', issued: { 'date-parts': [[2024, 11]] } },
    author: [{ family: 'van der Berg', given: 'Ludwig' }, { family: 'OpenAI' }],
  })
  expect((await accepting('application/vnd.citationstyles.csl+json')).json()).toEqual(item)
})

test.each([
  ['*/*', 'application/json; charset=utf-8'],
  ['text/html,application/xhtml+xml', 'application/json; charset=utf-8'],
  ['application/x-bibtex', 'application/x-bibtex; charset=utf-8'],
  [
    'application/json;q=0.5, application/x-research-info-systems',
    'application/x-research-info-systems; charset=utf-8',
  ],
  ['application/x-bibtex;q=0.5, application/json', 'application/json; charset=utf-8'],
])('who accepts %s gets %s', async (accept, type) => {
  for (const url of ['/v1/papers/p1', '/v1/papers/cs/1']) {
    const { headers, statusCode } = await accepting(accept, url)
    expect([statusCode, headers['content-type']]).toEqual([200, type])
    expect(String(headers.vary).toLowerCase().split(/, */)).toContain('accept')
  }
})

test.each(['/v1/papers/cs/1.ris', '/v1/papers/cs/1.csl.json', '/v1/papers/cs/1.bib'])(
  '%s is found',
  async (url) => {
    expect((await app.inject(url)).statusCode).toBe(200)
  },
)

test('errors are JSON, whatever is accepted', async () => {
  const response = await accepting('application/x-bibtex', '/v1/papers/nix')
  expect([response.statusCode, response.json().code]).toEqual([404, 'NOT_FOUND'])
})
