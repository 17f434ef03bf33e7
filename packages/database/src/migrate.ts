import { promises as fs } from 'node:fs'
import path from 'node:path'
import type { Kysely } from 'kysely'
import { FileMigrationProvider, Migrator } from 'kysely/migration'
import { createDatabase } from './create-database.ts'
import type { DB } from './schema.ts'

const migrationFolder = path.join(import.meta.dirname, '..', 'migrations')

function migrator(db: Kysely<DB>): Migrator {
  return new Migrator({ db, provider: new FileMigrationProvider({ fs, path, migrationFolder }) })
}

/** Brings the database at `url` to the newest schema; returns the names of what it applied. Throws on any fault. */
export async function migrate(url: string): Promise<string[]> {
  await using db = createDatabase(url, { max: 1 })
  const { error, results } = await migrator(db).migrateToLatest()
  // Kysely's migrator returns its error instead of throwing it.
  if (error) throw error
  return (results ?? []).map((result) => result.migrationName)
}

/** Throws when a migration is outstanding: a service does not start on an old schema. */
export async function requireCurrentSchema(db: Kysely<DB>): Promise<void> {
  const outstanding = (await migrator(db).getMigrations()).filter((migration) => !migration.executedAt)
  if (outstanding.length === 0) return
  const names = outstanding.map((migration) => migration.name).join(', ')
  throw new Error(`The database schema is old (${names}). Run "node packages/database/src/migrate-main.ts".`)
}
