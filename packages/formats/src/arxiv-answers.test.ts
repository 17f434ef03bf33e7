import { describe, expect, test } from 'vitest'
import { aclAnthology } from './acl-anthology.ts'
import { arxivAtom } from './arxiv-atom.ts'
import { arxivFeed } from './arxiv-feed.ts'
import { arxivMail } from './arxiv-mail.ts'
import type { Format } from './format.ts'

async function* bytesOf(text: string) {
  yield Buffer.from(text)
}
const read = (format: Format, text: string) =>
  Array.fromAsync(format.read(bytesOf(text), { day: '2026-11-24' }))

describe('the arXiv API', () => {
  const feed = (inner: string) => `<feed xmlns="http://www.w3.org/2005/Atom">${inner}</feed>`

  test('gives an entry a record, and its own error as the dump’s', async () => {
    const entry =
      '<entry><id>http://arxiv.org/abs/2101.00001v2</id><title>One</title><summary>Text</summary><author><name>A B</name></author><link href="https://arxiv.org/pdf/2101.00001v2" title="pdf"/><category term="cs.CR"/></entry>'
    expect(await read(arxivAtom, feed(entry))).toMatchObject([
      { title: 'One', abstract: 'Text', authors: ['A B'], categories: ['cs.CR'], extra: { version: 'v2' } },
    ])
    const error =
      '<entry><id>https://arxiv.org/api/errors#x</id><title>Error</title><summary>incorrect id</summary></entry>'
    await expect(read(arxivAtom, feed(error))).rejects.toMatchObject({
      code: 'DUMP_SOURCE_ERROR',
      message: /incorrect id/,
    })
    expect(await read(arxivAtom, feed('<title>none</title>'))).toEqual([])
  })
})

test('a feed’s announcement is cut off the abstract', async () => {
  const item =
    '<item><title>One</title><description>arXiv:2101.00001v3 Announce Type: cross \nAbstract: Text</description><guid>oai:arXiv.org:2101.00001v3</guid></item>'
  expect(await read(arxivFeed, `<rss><channel>${item}</channel></rss>`)).toMatchObject([
    { title: 'One', abstract: 'Text', extra: { announceType: 'cross', version: 'v3' } },
  ])
})

test('a listing mail has new papers and replacements; garbage between is a reject', async () => {
  const mail = `Send any comments regarding submissions directly to submitter.
\\\\
arXiv:2101.00001
Date: Thu, 12 Feb 2026 17:11:20 GMT   (56kb)

Title: One that
  goes on
Authors: A B, C D
\\\\
  Text of it.
\\\\ ( https://arxiv.org/abs/2101.00001 ,  56kb)
------------------------------------------------------------------------------
garbage
\\\\
arXiv:2101.00002
replaced with revised version Wed, 11 Feb 2026 22:17:21 GMT   (9kb)
Title: Two
\\\\ ( https://arxiv.org/abs/2101.00002 ,  9kb)
`
  expect(await read(arxivMail, mail)).toMatchObject([
    { title: 'One that goes on', abstract: '  Text of it.', extra: { announceType: 'new' } },
    { kind: 'reject', code: 'NOT_A_RECORD', position: 'line 13' },
    { title: 'Two', updatedAt: 'Wed, 11 Feb 2026 22:17:21 GMT', extra: { announceType: 'replace' } },
  ])
})

test('the ACL Anthology: mark-up in titles, the volume’s year', async () => {
  const xml =
    '<collection id="Q18"><volume id="1"><meta><year>2018</year></meta><paper id="1"><title>On <fixed-case>BERT</fixed-case></title><author><first>A</first><last>B</last></author></paper></volume></collection>'
  expect(await read(aclAnthology, xml)).toMatchObject([
    { title: 'On BERT', authors: ['A B'], publishedAt: '2018', url: 'https://aclanthology.org/Q18-1001' },
  ])
})
