import type { Paper } from '@paperboy/contracts'
import type { ClaimedDelivery } from '@paperboy/database'
import { expect, test } from 'vitest'
import { composeMail } from '../mail/compose-mail.ts'
import { issueMails } from './issue-mail.ts'

const paper = (id: string): Paper => ({
  ...{ id, title: `On ${id}`, abstract: null, authors: [], arxivId: null, doi: null, url: null },
  ...{ codeUrls: [], links: [], categories: [], publishedAt: null, rank: 1, trendingScore: 1, upvotes: null },
  language: null,
  ...{ firstSeenAt: '2026-11-24T00:00:00.000Z', lastSeenAt: '2026-11-24T00:00:00.000Z' },
})

function aDelivery(subscriberId: string, paperIds: string[]): ClaimedDelivery {
  return {
    ...{ issueId: `i-${subscriberId}`, subscriberId, email: `${subscriberId}@example.org` },
    ...{ messageId: `<${subscriberId}@example.org>`, attempts: 1, epoch: 1, giveUpAt: new Date() },
    ...{ date: '2026-11-24', timeZone: 'UTC', frequency: 'daily' as const },
    papers: paperIds.map((paperId) => ({ paperId, why: [{ kind: 'trending' as const, rank: 1 }] })),
  }
}

function mails() {
  const reads: string[][] = []
  let isAway = false
  const mailOf = issueMails({
    papers: {
      byIds: async (ids) => {
        reads.push(ids)
        if (isAway) throw new Error('away')
        return ids.filter((id) => id !== 'withdrawn').map(paper)
      },
    },
    links: { token: (_, id) => `token-of-${id}`.padEnd(43, '_') },
    publicUrl: 'https://papers.example.org',
    compose: composeMail({
      from: { name: 'Paperboy', address: 'digest@example.org' },
      sign: async (message) => message,
    }),
    now: () => new Date('2026-11-24T08:00:00Z'),
  })
  return { reads, mailOf, setAway: (value: boolean) => (isAway = value) }
}

// Long lines are folded; a token has no letter that is written otherwise.
const text = async (mail: Promise<{ raw: Buffer }>) => (await mail).raw.toString().replaceAll('=\r\n', '')

test('mails with the same papers are rendered once, each with its own links', async () => {
  const { reads, mailOf } = mails()
  const ada = await text(mailOf(aDelivery('ada', ['a', 'b'])))
  const bob = await text(mailOf(aDelivery('bob', ['a', 'b'])))
  await mailOf(aDelivery('cy', ['b', 'a']))
  expect(reads).toEqual([
    ['a', 'b'],
    ['b', 'a'],
  ])
  expect([ada.includes('token-of-ada'), ada.includes('token-of-bob')]).toEqual([true, false])
  expect([bob.includes('token-of-bob'), bob.includes('token-of-ada')]).toEqual([true, false])
})

test('a failure is not kept', async () => {
  const { mailOf, setAway } = mails()
  setAway(true)
  await expect(mailOf(aDelivery('ada', ['a']))).rejects.toThrow('away')
  setAway(false)
  expect(await text(mailOf(aDelivery('ada', ['a'])))).toContain('On a')
})

test('an issue of which no paper is left is no mail, and says why', async () => {
  const { mailOf } = mails()
  await expect(mailOf(aDelivery('ada', ['withdrawn']))).rejects.toMatchObject({
    code: 'BAD_REQUEST',
    message: 'No paper of this issue is there any more, so nothing was sent.',
  })
})
