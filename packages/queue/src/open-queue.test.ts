import { createLogger } from '@paperboy/service-kit'
import { expect, test } from 'vitest'
import { openQueue } from './open-queue.ts'

const log = createLogger('test', 'silent')

test('an address that no backend serves is refused', async () => {
  await expect(openQueue('amqp://127.0.0.1', { log })).rejects.toThrow(/must begin with redis:/)
})

test('a prefix that would split the keys of Redis is refused', async () => {
  await expect(openQueue('redis://127.0.0.1', { log, prefix: 'a:b' })).rejects.toThrow(/prefix a:b/)
})

test.each(['redis://127.0.0.1:1', 'postgres://nobody@127.0.0.1:1/none'])(
  'with nothing at %s, send fails fast',
  async (url) => {
    const queue = await openQueue(url, { log })
    const asked = performance.now()
    await expect(queue.send('dump.split', { dumpId: 'd' })).rejects.toMatchObject({ code: 'UNAVAILABLE' })
    expect(performance.now() - asked).toBeLessThan(4_000)
    await queue.close()
  },
)
