import type { DatabaseSync } from 'node:sqlite'
import { SUGGESTION_PAPERS } from '../suggestions.ts'

/** With more papers than these, reading all of them by trend until enough are found takes less time than sorting. */
const MAX_SORTED = 4_000

/** Titles with these words, the last of them as a beginning, of the papers that trend most. */
export function trendingTitles(db: DatabaseSync, typed: string[]): string[] {
  const expression = typed.map((word, at) => `"${word}"${at === typed.length - 1 ? ' *' : ''}`).join(' AND ')
  const { found } = db
    .prepare('select count(*) found from (select 1 from titles where titles match ? limit ?)')
    .get(expression, MAX_SORTED) as { found: number }
  const rows = found < MAX_SORTED ? sorted(db, expression) : scanned(db, typed)
  return rows.map(({ title }) => title)
}

type Row = { title: string }

function sorted(db: DatabaseSync, expression: string): Row[] {
  return db
    .prepare(
      `select p.title from titles cross join papers p on p.rowid = titles.rowid
       where titles match ? order by p.trending desc, p.id limit ${SUGGESTION_PAPERS}`,
    )
    .all(expression) as Row[]
}

/** `title_words` has a space at either end of every word. */
function scanned(db: DatabaseSync, typed: string[]): Row[] {
  const found = typed.map((word, at) => ` ${word}${at === typed.length - 1 ? '' : ' '}`)
  return db
    .prepare(
      `select title from papers where deleted = 0 ${'and instr(title_words, ?) '.repeat(found.length)}
       order by trending desc, id limit ${SUGGESTION_PAPERS}`,
    )
    .all(...found) as Row[]
}
