import { createHash } from 'node:crypto'
import { type RawBuilder, sql } from 'kysely'
import pg from 'pg'

const MARK = '/* prepared */'

/**
 * Stands first in a query that is asked over and over with the same text: each connection then parses and plans it
 * once. Only for texts that do not depend on what is asked, since a connection keeps them for its life.
 */
export const prepared: RawBuilder<unknown> = sql.raw(MARK)

/** Gives marked queries a name, by which Postgres keeps them; Kysely has no way to say it. */
export class PreparingClient extends pg.Client {
  private readonly names = new Map<string, string>()

  // biome-ignore lint/suspicious/noExplicitAny: the overloads of pg, of which one is changed
  override query(...args: any[]): any {
    const [text, values, ...rest] = args
    const query: (...given: unknown[]) => unknown = super.query.bind(this)
    if (typeof text !== 'string' || !text.startsWith(`select ${MARK}`)) return query(...args)
    return query({ name: this.nameOf(text), text, values }, ...rest)
  }

  private nameOf(text: string): string {
    const known = this.names.get(text)
    if (known !== undefined) return known
    const name = createHash('sha1').update(text).digest('base64url')
    this.names.set(text, name)
    return name
  }
}
