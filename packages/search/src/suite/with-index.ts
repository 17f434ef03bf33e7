import type { IndexAction, SearchPage, SearchRequest } from '@paperboy/contracts'
import { afterAll, beforeAll } from 'vitest'
import type { MakeIndex } from '../paper-index.suite.ts'
import type { OpenedIndex } from '../paper-index.ts'

export type Fixture = OpenedIndex & {
  /** Advances the clock of the index. */
  pass(ms: number): void
  find(request: Partial<SearchRequest>): Promise<SearchPage>
  write(actions: IndexAction[]): Promise<void>
}

/** An index with one promoted generation, from before the first test to after the last. */
export function withIndex(make: MakeIndex, actions: IndexAction[] = []): () => Fixture {
  let fixture: Fixture | undefined
  beforeAll(async () => {
    fixture = await open(make)
    await fixture.write(actions)
  })
  afterAll(async () => {
    for (const index of (await fixture?.admin.list()) ?? []) await fixture?.admin.drop(index)
    await fixture?.close()
  })
  return () => {
    if (!fixture) throw new Error('the index is not open yet')
    return fixture
  }
}

export async function open(make: MakeIndex): Promise<Fixture> {
  let passed = 0
  const opened = await make({ now: () => Date.now() + passed })
  await opened.admin.promote(await opened.admin.create())
  return {
    ...opened,
    pass: (ms) => {
      passed += ms
    },
    find: (request) => opened.index.search({ sort: 'relevance', limit: 100, ...request }),
    async write(actions) {
      for (let at = 0; at < actions.length; at += 1000) {
        const outcomes = await opened.index.write(actions.slice(at, at + 1000))
        const failed = outcomes.find((outcome) => outcome.kind !== 'written')
        if (failed) throw new Error(`not written: ${JSON.stringify(failed)}`)
      }
      await opened.index.refresh()
    },
  }
}

export const ids = (page: SearchPage): string[] => page.hits.map((hit) => hit.id)

/** A search, page by page to the last one. */
export async function allPages(
  { find }: Pick<Fixture, 'find'>,
  request: Partial<SearchRequest>,
): Promise<SearchPage[]> {
  const pages = [await find(request)]
  for (let cursor = pages[0]?.nextCursor; cursor; cursor = pages.at(-1)?.nextCursor)
    pages.push(await find({ ...request, cursor }))
  return pages
}
