import { expect, test } from 'vitest'
import { readSettings } from './settings.ts'

test('a data folder that cannot be made is a fault of the environment', async () => {
  const reading = readSettings({ DATA_DIR: import.meta.filename })
  await expect(reading).rejects.toMatchObject({
    name: 'EnvError',
    message: expect.stringContaining('DATA_DIR'),
  })
})
