import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { aStatus } from './a-report.suite.ts'
import { readBounce } from './read-bounce.ts'
import { readMailbox, type StoredMail } from './read-mailbox.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mailbox-'))
})
afterEach(() => rm(folder, { recursive: true }))

const all = (path: string): Promise<StoredMail[]> => Array.fromAsync(readMailbox(path))
const texts = async (path: string) => (await all(path)).map(({ mail }) => mail.toString())

describe('an mbox file', () => {
  const mbox = async (text: string | Buffer) => {
    const path = join(folder, 'mbox')
    await writeFile(path, text)
    return path
  }

  test('is its mails, with quoted lines as they were', async () => {
    const first = 'Subject: a\n\n>From here to there\n>>From twice\nFrom within a paragraph\n\n'
    const path = await mbox(`From x Tue Nov 24 08:00:00 2026\n${first}From y Tue\nSubject: b\n\nend`)
    expect(await texts(path)).toEqual([
      'Subject: a\n\nFrom here to there\n>From twice\nFrom within a paragraph\n\n',
      'Subject: b\n\nend',
    ])
  })

  test('with CRLF is the same', async () => {
    const path = await mbox('From x\r\nSubject: a\r\n\r\nFrom y\r\nSubject: b\r\n\r\n')
    expect(await texts(path)).toEqual(['Subject: a\r\n\r\n', 'Subject: b\r\n\r\n'])
  })

  test('names its mails by what they are, wherever they are', async () => {
    const [a, b] = await all(await mbox('From x\nSubject: a\n\nFrom y\nSubject: b\n'))
    const [alone] = await all(await mbox('From z\nSubject: b\n'))
    expect(alone!.name).toBe(b!.name)
    expect(a!.name).not.toBe(b!.name)
  })

  test('holds reports that can be read', async () => {
    const path = await mbox(
      Buffer.concat([Buffer.from('From x\r\n'), aStatus('5.1.1'), Buffer.from('\r\nFrom y\r\n')]),
    )
    const [first] = await all(path)
    expect(await readBounce(first!.mail)).toMatchObject({ type: 'hard' })
  })

  test('is bounded: a mail of 5 MB in one line comes as its beginning', async () => {
    const path = await mbox(`From x\nSubject: a\n\n${'x'.repeat(5e6)}\n\nFrom y\nSubject: b\n`)
    const mails = await all(path)
    expect(mails.map(({ mail }) => mail.length)).toEqual([1024 * 1024, 11])
  })

  test.each(['', 'no mbox at all\n\nFrom nothing', '\n\n\n'])('of %j is read without fault', async (text) => {
    expect((await all(await mbox(text))).length).toBeLessThanOrEqual(1)
  })
})

describe('a folder', () => {
  test('of .eml files is read in the order of names, other files are left alone', async () => {
    await writeFile(join(folder, '2.eml'), 'Subject: b')
    await writeFile(join(folder, '1.EML'), 'Subject: a')
    await writeFile(join(folder, 'notes.txt'), 'no mail')
    await mkdir(join(folder, 'sub.eml'))
    await symlink(join(folder, 'gone'), join(folder, '3.eml'))
    execFileSync('mkfifo', [join(folder, 'pipe.eml')])
    expect((await all(folder)).map(({ name }) => name)).toEqual(['1.EML', '2.eml'])
  })

  test('that is a Maildir: the names outlive the move from new to cur', async () => {
    for (const part of ['cur', 'new', 'tmp']) await mkdir(join(folder, part))
    await writeFile(join(folder, 'tmp', '0.half'), 'Subj')
    await writeFile(join(folder, 'new', '1.M1.host'), 'Subject: a')
    await writeFile(join(folder, 'cur', '2.M2.host:2,RS'), 'Subject: b')
    const before = await all(folder)
    await rename(join(folder, 'new', '1.M1.host'), join(folder, 'cur', '1.M1.host:2,S'))
    expect(before.map(({ name }) => name)).toEqual(['1.M1.host', '2.M2.host'])
    expect(await all(folder)).toEqual(before)
  })
})

test('a path that is not there is said to be so', async () => {
  await expect(all(join(folder, 'nowhere'))).rejects.toThrow('Check the path')
})
