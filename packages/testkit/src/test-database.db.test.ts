import pg from 'pg'
import { afterAll, expect, test } from 'vitest'
import { createTestDatabase } from './test-database.ts'

const adminUrl = process.env.TEST_DATABASE_URL!
const template = `paperboy_template_of_testkit_${process.pid}`

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

afterAll(() => query(adminUrl, `drop database if exists "${template}" with (force)`))

test('databases asked for at the same time are copies of a template that is prepared once', async () => {
  let prepared = 0
  const prepare = async (url: string): Promise<void> => {
    prepared += 1
    await query(url, 'create table note (text text)')
  }
  const databases = await Promise.all([1, 2, 3].map(() => createTestDatabase(adminUrl, prepare, template)))
  expect(prepared).toBe(1)
  const [first, second] = databases
  await query(first!.url, `insert into note values ('mine')`)
  expect(await query(second!.url, 'select * from note')).toEqual([])
  await Promise.all(databases.map((database) => database.drop()))
  await expect(query(first!.url, 'select 1')).rejects.toThrow('does not exist')
})

test('a template whose preparation failed is prepared anew by the next', async () => {
  const failing = `${template}_failing`
  const fail = (): Promise<never> => Promise.reject(new Error('bad migration'))
  await expect(createTestDatabase(adminUrl, fail, failing)).rejects.toThrow('bad migration')
  const database = await createTestDatabase(adminUrl, async () => {}, failing)
  await database.drop()
  await query(adminUrl, `drop database "${failing}" with (force)`)
})
