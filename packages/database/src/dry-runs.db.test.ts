import { Readable } from 'node:stream'
import { createTestDatabase } from '@paperboy/testkit'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { createDatabase } from './create-database.ts'
import { dryRuns, sweepDryRuns } from './dry-runs.ts'
import { migrate } from './migrate.ts'

test('one whose gateway was killed is swept away with its bytes', async () => {
  const database = await createTestDatabase(process.env.TEST_DATABASE_URL!, migrate)
  const db = createDatabase(database.url)
  const runs = dryRuns(db)
  await runs.request(Readable.from([Buffer.from('x')]), { format: 'auto', date: null, maxBytes: 10 })
  await sweepDryRuns(db)
  expect(await db.selectFrom('dry_runs').select('id').execute()).toHaveLength(1)
  await sql`update dry_runs set created_at = now() - interval '2 hours'`.execute(db)
  await sweepDryRuns(db)
  for (const table of ['dry_runs', 'uploads', 'dump_parts'] as const)
    expect(await db.selectFrom(table).selectAll().execute()).toEqual([])
  await db.destroy()
  await database.drop()
})
