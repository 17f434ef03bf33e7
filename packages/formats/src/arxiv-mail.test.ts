import { expect, test } from 'vitest'
import { openDump } from './open-dump.ts'

test('a mail of the years before 2007 is recognised by its ids', async () => {
  const rule = '-'.repeat(78)
  const mail = `From: no-reply@arXiv.org\n\n${rule}\n\\\\\nPaper: cs.CL/0501001\nDate: Sat, 1 Jan 2005 17:11:20 GMT   (56kb)\n\nTitle: An Old One\nAuthors: A. Byron\n\\\\\n  We study.\n\\\\ ( http://arXiv.org/abs/cs.CL/0501001 ,  56kb)\n${rule}\n`
  const bytes = (async function* () {
    yield Buffer.from(mail)
  })()
  const dump = await openDump(bytes, { format: 'auto', maxInflatedBytes: 1e9, day: '2026-11-24' })
  expect(dump.format.name).toBe('arxiv-mail')
  expect(await Array.fromAsync(dump.entries)).toMatchObject([{ title: 'An Old One', ids: ['cs.CL/0501001'] }])
})
