import fc from 'fast-check'
import type { Said, Taken } from './feed.ts'

/** A record, or a withdrawal, and the day of the dump that it comes in. */
export type Arrival = { record: Said | Taken; day: string }

const DAYS = ['2026-11-01', '2026-11-02', '2026-11-03']
const TIMES = ['2023-01-01', '2023-01-02', '2023-01-03T12:00:00Z', '2023-01-04']
const arxiv = fc.constantFrom('2301.00001', '2301.00002', '2301.00003')
const doi = fc.constantFrom('10.1000/a', '10.1000/b')
const title = fc.constantFrom(
  'A First Title of Many Words',
  'A FIRST title of many words',
  'A Second Title of Many Words',
  'A Third Title of Many Words',
  'Short Title',
)
const abstract = fc.constantFrom('One line.', 'We study something at length. '.repeat(6), undefined)
const authors = fc.constantFrom(['Ada Author'], ['Ada Author', 'Bo Writer'], [])
const time = fc.constantFrom(...TIMES)

const page = fc.record({ title, abstract, upvotes: fc.nat(3) })
const withId = fc.record({ title, abstract, authors, ids: arxiv.map((id) => [id]) })
const version = fc.record({ title, abstract, authors, ids: arxiv.map((id) => [id]), updatedAt: time })
const published = fc.record({
  title,
  ids: doi.map((id) => [id]),
  categories: fc.constantFrom(['cs.LG'], ['cs.CL']),
})
const both = fc.record({ title, ids: fc.tuple(arxiv, doi), updatedAt: fc.option(time, { nil: undefined }) })
const withdrawal = fc.record({
  kind: fc.constant('deletion' as const),
  ids: fc.oneof(arxiv, doi).map((id) => [id]),
  updatedAt: time,
})

/** Records of several sources about a few papers: pages without ids, answers with one, versions, DOIs, withdrawals. */
export const arrivals: fc.Arbitrary<Arrival[]> = fc.array(
  fc.record({
    record: fc
      .oneof(page, withId, version, published, both, withdrawal)
      .map((fields) => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)))
      .map((record) => record as Said | Taken),
    day: fc.constantFrom(...DAYS),
  }),
  { minLength: 2, maxLength: 14 },
)

/** The same arrivals in another order, cut into chunks: what shares a chunk is of one day. */
export function reordered(list: Arrival[]): fc.Arbitrary<Arrival[][]> {
  const order = fc.shuffledSubarray(list, { minLength: list.length })
  const cuts = fc.array(fc.boolean(), { minLength: list.length, maxLength: list.length })
  return fc.tuple(order, cuts).map(([all, cut]) => {
    const chunks: Arrival[][] = []
    for (const [index, arrival] of all.entries()) {
      const last = chunks.at(-1)
      if (last && !cut[index] && last[0]?.day === arrival.day) last.push(arrival)
      else chunks.push([arrival])
    }
    return chunks
  })
}
