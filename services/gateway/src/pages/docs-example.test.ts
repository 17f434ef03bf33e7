import { expect, test } from 'vitest'
import { curlExample } from './docs-example.ts'

const asked = { method: 'GET', path: '/v1/papers', parameters: [], forOperators: false, bodyType: null }

test.each([
  [{}, 'curl -fsS "$URL/v1/papers"'],
  [{ path: '/v1/papers/{id}.bib' }, 'curl -fsS "$URL/v1/papers/2411.01234.bib"'],
  [
    { parameters: [{ name: 'q', in: 'query', required: true, schema: { examples: ['a b'] } }] },
    'curl -fsS "$URL/v1/papers?q=a%20b"',
  ],
  [{ parameters: [{ name: 'limit', in: 'query' }] }, 'curl -fsS "$URL/v1/papers"'],
  [
    { method: 'POST', path: '/v1/dumps/{dumpId}/replay', forOperators: true },
    'curl -fsS -X POST -H "Authorization: Bearer $KEY" "$URL/v1/dumps/DUMPID/replay"',
  ],
  [
    { method: 'POST', path: '/v1/subscriptions', bodyType: 'application/json' },
    `curl -fsS -H 'Content-Type: application/json' --data @body.json "$URL/v1/subscriptions"`,
  ],
])('%o is a line for a shell', (given, line) => {
  expect(curlExample({ ...asked, ...given })).toBe(line)
})
