import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { aDocument, put } from '../suite/documents.ts'
import { schema } from './schema.ts'
import { packed } from './term-counts.ts'
import { BatchWriter } from './write.ts'

const words = ['graph', 'neural', 'model', 'sparse', 'quantum', 'protein', 'search']
const titleOf = (n: number, round: number) =>
  words.filter((_, at) => (n * 7 + round * 3) % (at + 2) === 0).join(' ')

/** Every list, as text. */
function lists(db: DatabaseSync): string[] {
  const terms = new Map(
    db
      .prepare('select id, term from terms')
      .all()
      .map((row) => [row.id, row.term]),
  )
  return db
    .prepare('select key, entries from postings')
    .all()
    .map(({ key, entries }) => `${terms.get(Number(key) % 2 ** 24)} ${[...packed(entries as Uint8Array)]}`)
    .sort()
}

test('after changes and deletions the lists are those of papers written once', () => {
  const [changed, once] = [new DatabaseSync(':memory:'), new DatabaseSync(':memory:')]
  for (const db of [changed, once]) db.exec(schema)
  const document = (n: number, round: number) => aDocument(n, { id: `p${n}`, title: titleOf(n, round) })
  const ids = Array.from({ length: 60 }, (_, n) => n)
  const writer = new BatchWriter(changed)
  writer.write(ids.map((n) => put(document(n, 1), 1)))
  writer.write(ids.filter((n) => n % 3 === 0).map((n) => put(document(n, 2), 2)))
  writer.write(ids.filter((n) => n % 5 === 0).map((n) => ({ kind: 'delete', id: `p${n}`, version: 3 })))
  writer.write(ids.filter((n) => n % 10 === 0).map((n) => put(document(n, 4), 4)))
  const last = (n: number) => (n % 10 === 0 ? 4 : n % 5 === 0 ? 0 : n % 3 === 0 ? 2 : 1)
  new BatchWriter(once).write(
    ids.map((n) =>
      last(n) === 0 ? { kind: 'delete', id: `p${n}`, version: 9 } : put(document(n, last(n)), 9),
    ),
  )
  expect(lists(changed)).toEqual(lists(once))
  expect(lists(once).length).toBeGreaterThan(5)
})
