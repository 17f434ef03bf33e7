import { expect, test } from 'vitest'
import { aGateway } from '../a-gateway.suite.ts'

test('what the description marks as code is code', async () => {
  const { body } = await (await aGateway()).inject('/docs')
  expect(body).toContain('<code>nextCursor</code> of the page before')
  expect(body.replace(/<pre[\s\S]*?<\/pre>/g, '')).not.toContain('`')
})
