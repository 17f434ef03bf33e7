import { createLogger } from '@paperboy/service-kit'
import { expect, test } from 'vitest'
import { openMatcher } from '../matching/open-matcher.ts'
import { openIndex } from '../open-index.ts'
import { aDocument } from '../suite/documents.ts'
import { describeMatcher } from '../suite/matcher.suite.ts'

const log = createLogger('test', 'silent')

describeMatcher(
  'sqlite',
  ({ now }) => openIndex('sqlite::memory:', { log, now }),
  () => openMatcher('sqlite::memory:', { log }),
)

test('closing ends what is under way', async () => {
  const { matcher, close } = await openMatcher('sqlite:data/search', { log })
  const running = matcher.match(['graph'], [aDocument(1)])
  await close()
  await expect(running).rejects.toMatchObject({ code: 'UNAVAILABLE' })
})

test('another scheme is refused', async () => {
  await expect(openMatcher('ftp://host', { log })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
})
