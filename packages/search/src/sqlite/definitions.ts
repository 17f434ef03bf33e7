import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { type CountedDefinition, type Definition, definitionsIn, longKey } from '../acronyms/definitions.ts'
import type { DefinitionLookup } from '../acronyms/find-alternatives.ts'

type Text = { title: string; abstract: string }

/** Counts how many papers define each acronym so: collects the changes of a batch and writes each count once. */
export class DefinitionCounts {
  private readonly text: StatementSync
  private readonly count: StatementSync
  private readonly tidy: StatementSync
  private changes = new Map<string, Definition & { by: number }>()

  constructor(db: DatabaseSync) {
    this.text = db.prepare('select title, abstract from papers where rowid = ?')
    this.count = db.prepare(
      `insert into definitions (short, long, long_key, papers) values (?, ?, ?, ?)
       on conflict (short, long) do update set papers = papers + excluded.papers`,
    )
    this.tidy = db.prepare('delete from definitions where short = ? and long = ? and papers = 0')
  }

  add(text: Text): void {
    this.note(text, 1)
  }

  /** What the paper has said until now. */
  forget(rowid: number): void {
    this.note(this.text.get(rowid) as Text, -1)
  }

  private note(text: Text, by: number): void {
    for (const { short, long } of definitionsIn(text)) {
      const key = `${short}=${long}`
      this.changes.set(key, { short, long, by: (this.changes.get(key)?.by ?? 0) + by })
    }
  }

  flush(): void {
    for (const { short, long, by } of this.changes.values()) {
      if (by === 0) continue
      this.count.run(short, long, longKey(long.split(' ')), by)
      if (by < 0) this.tidy.run(short, long)
    }
    this.changes.clear()
  }

  drop(): void {
    this.changes.clear()
  }
}

export function knownDefinitions(db: DatabaseSync, { shorts, longs }: DefinitionLookup): CountedDefinition[] {
  const byShort = db.prepare('select short, long, papers from definitions where short = ?')
  const byLong = db.prepare('select short, long, papers from definitions where long_key = ?')
  const found = [
    ...shorts.map((short) => byShort.all(short)),
    ...longs.map((long) => byLong.all(long)),
  ].flat()
  const definitions = found as CountedDefinition[]
  return [...new Map(definitions.map((known) => [`${known.short}=${known.long}`, known])).values()]
}
