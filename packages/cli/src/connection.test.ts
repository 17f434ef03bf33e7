import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { connection } from './connection.ts'

const folder = mkdtempSync(join(tmpdir(), 'paperboy-cli-'))
writeFileSync(join(folder, 'operator-key'), 'of the folder\n')
afterAll(() => rmSync(folder, { recursive: true }))

const DATA_DIR = folder
const local = 'http://127.0.0.1:3000'

test.each([
  [{}, { DATA_DIR: '/nowhere' }, { url: local }],
  [{}, { DATA_DIR }, { url: local, key: 'of the folder' }],
  [{}, { DATA_DIR, OPERATOR_KEY: 'e' }, { url: local, key: 'e' }],
  [{ key: 'o' }, { DATA_DIR, OPERATOR_KEY: 'e' }, { url: local, key: 'o' }],
  [{}, { DATA_DIR, PAPERBOY_URL: 'http://[::1]:1' }, { url: 'http://[::1]:1', key: 'of the folder' }],
  [
    { url: 'http://localhost' },
    { PAPERBOY_URL: 'http://a.example', DATA_DIR: '/nowhere' },
    { url: 'http://localhost' },
  ],
])('options %j in environment %j', (options, env, expected) => {
  expect(connection(options, env)).toEqual(expected)
})

test('the key of this machine is not sent to another', () => {
  for (const url of ['https://papers.example', 'http://127.0.0.1.example', 'http://localhost.example']) {
    expect(connection({ url }, { DATA_DIR })).toEqual({ url })
  }
})
