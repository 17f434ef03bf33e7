import { expect, test } from 'vitest'
import { readSettings } from './settings.ts'

test('a data folder that cannot be made is a fault of the environment', async () => {
  const reading = readSettings({ DATA_DIR: import.meta.filename })
  await expect(reading).rejects.toMatchObject({
    name: 'EnvError',
    message: expect.stringContaining('DATA_DIR'),
  })
})

test('half of the DKIM settings stands in one list with every other fault', async () => {
  const reading = readSettings({ PORT: 'many', DKIM_DOMAIN: 'news.example.org' })
  await expect(reading).rejects.toMatchObject({
    name: 'EnvError',
    message: expect.stringMatching(/PORT="many".*\n.*DKIM_SELECTOR.*\n.*DKIM_PRIVATE_KEY/),
  })
})
