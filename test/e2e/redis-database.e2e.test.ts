import { expect, test } from 'vitest'
import { claimRedisDatabase } from './redis-database.ts'
import { engine } from './system.ts'

const claim = () => claimRedisDatabase(engine('TEST_REDIS_URL'), engine('TEST_DATABASE_URL'))

test('no two tests have the same database of Redis at the same time', async () => {
  const claims = await Promise.all([claim(), claim(), claim()])
  const urls = claims.map(({ url }) => url)
  expect(new Set(urls).size).toBe(3)
  for (const url of urls) expect(url).toMatch(/\/([1-9]|1[0-5])$/)
  for (const { release } of claims) await release()
})

test('a database that was released can be claimed again', async () => {
  for (let claims = 0; claims < 20; claims++) await (await claim()).release()
})
