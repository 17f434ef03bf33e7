import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { addressOf, nextPoll } from '@paperboy/contracts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { isPublic } from './guarded-agent.ts'
import { readSourceFile } from './source-file.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'paperboy-source-file-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function read(content: unknown) {
  const path = join(folder, 'sources.json')
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content))
  return readSourceFile(path)
}
const good = {
  name: 'daily',
  url: 'https://example.org/?d={day}',
  cron: '0 6 * * *',
  timeZone: 'Europe/Berlin',
}

test('a source has its defaults', async () => {
  expect(await read([good])).toEqual([
    {
      ...{ ...good, format: 'auto', oai: false, allowPrivate: false },
      ...{ timeoutMs: 120_000, maxBytes: 268_435_456, pauseMs: 3_000 },
    },
  ])
})

test.each([
  ['{', 'cannot be read as JSON'],
  [{}, 'sources.json/ must be array'],
  [[{ ...good, name: 'A B' }], 'sources.json/0/name must match pattern'],
  [[good, { ...good, nmae: 1 }], 'sources.json/1'],
  [[good, good], 'sources.json/1/name: "daily" is there twice'],
  [[{ ...good, url: 'file:///etc/passwd' }], 'sources.json/0/url'],
  [[{ ...good, url: 'https://ada:secret@example.org/' }], 'sources.json/0/url must have no user:password@'],
  [[{ ...good, format: 'pdf' }], 'sources.json/0/format must be one of auto'],
  [[{ ...good, cron: 'daily' }], 'sources.json/0/cron'],
  [[{ ...good, timeZone: 'Mars/Olympus' }], 'sources.json/0/cron, timeZone'],
  [[{ ...good, cron: '0 0 30 2 *' }], 'sources.json/0/cron never comes'],
])('%j is refused, and the place is named', async (content, message) => {
  await expect(read(content)).rejects.toThrow(message)
})

test('a file that is not there is a fault as well', async () => {
  await expect(readSourceFile(join(folder, 'nix.json'))).rejects.toThrow('nix.json cannot be read')
})

test('a schedule counts in its time zone, over the change of the clock', () => {
  const at = (after: string) => nextPoll(good, new Date(after))?.toISOString()
  expect(at('2026-10-23T12:00:00Z')).toBe('2026-10-24T04:00:00.000Z')
  expect(at('2026-10-24T12:00:00Z')).toBe('2026-10-25T05:00:00.000Z')
})

test('days are put into the address', () => {
  const now = new Date('2026-11-24T01:00:00Z')
  expect(addressOf('u?{day}&{since}', { now, since: null })).toBe('u?2026-11-24&2026-11-23')
  expect(addressOf('{since}', { now, since: new Date('2026-11-20T23:00:00Z') })).toBe('2026-11-20')
})

test.each([
  ['93.184.216.34', true],
  ['2606:2800:220:1::1', true],
  ['127.0.0.1', false],
  ['10.1.2.3', false],
  ['172.16.0.1', false],
  ['192.168.1.1', false],
  ['169.254.169.254', false],
  ['100.64.0.1', false],
  ['0.0.0.0', false],
  ['::1', false],
  ['::ffff:127.0.0.1', false],
  ['fd00::1', false],
  ['fe80::1', false],
  ['224.0.0.1', false],
])('%s is public: %s', (address, expected) => {
  expect(isPublic(address)).toBe(expected)
})
