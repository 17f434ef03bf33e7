import { createTestDatabase } from '@paperboy/testkit'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { createDatabase } from './create-database.ts'
import { migrate } from './migrate.ts'
import { papersRead } from './papers-read.ts'

test('papers are read by statements that a connection parses once, others are not kept', async () => {
  const { url, drop } = await createTestDatabase(process.env.TEST_DATABASE_URL ?? '', migrate)
  const db = createDatabase(url, { max: 1 })
  const papers = papersRead(db)
  for (let round = 0; round < 3; round++) {
    expect(await papers.byIds(['a', 'b'].slice(0, round))).toEqual([])
    expect(await papers.find(`none-${round}`)).toBeNull()
    await papers.count()
  }
  const { rows } = await sql<{ calls: number }>`
    select generic_plans + custom_plans as calls from pg_prepared_statements`.execute(db)
  expect(rows).toEqual([{ calls: 3 }, { calls: 3 }])
  await db.destroy()
  await drop()
})
