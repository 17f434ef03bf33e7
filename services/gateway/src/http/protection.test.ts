import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { aGateway, asOperator, elsewhere } from '../a-gateway.suite.ts'

const app = await aGateway()
const limited = () => aGateway({ settings: { rateLimitPerMinute: 3 } })

test('every answer has security headers and a policy without inline code', async () => {
  const { headers } = await app.inject('/v1/papers')
  expect(headers['x-content-type-options']).toBe('nosniff')
  const policy = String(headers['content-security-policy'])
  expect(policy).toContain("default-src 'none'")
  expect(policy).not.toMatch(/unsafe-inline|unsafe-eval|upgrade-insecure/)
})

test('strict transport is asked for only where the public address is HTTPS', async () => {
  const secure = await aGateway({ settings: { publicUrl: 'https://papers.test' } })
  expect((await secure.inject('/healthz')).headers).toHaveProperty('strict-transport-security')
  expect((await app.inject('/healthz')).headers).not.toHaveProperty('strict-transport-security')
})

test.each([
  ['/v1/papers?limit=1', '*'],
  ['/v1/papers/abc', '*'],
  ['/v1/digests', '*'],
  ['/openapi.json', '*'],
  ['/v1/dumps', undefined],
  ['/v1/papersx', undefined],
])('other sites may read %s: %s', async (url, origin) => {
  const { headers } = await app.inject({ url, headers: { origin: 'https://other.test', ...asOperator } })
  expect(headers['access-control-allow-origin']).toBe(origin)
})

test('a preflight for an operator route is not granted', async () => {
  const headers = { origin: 'https://other.test', 'access-control-request-method': 'POST' }
  const response = await app.inject({ method: 'OPTIONS', url: '/v1/dumps', headers })
  expect(response.headers).not.toHaveProperty('access-control-allow-origin')
})

test('an address has so many requests a minute, then 429 says when to come back', async () => {
  const one = await limited()
  const ask = () => one.inject({ url: '/v1/papers', remoteAddress: elsewhere })
  const statuses = [await ask(), await ask(), await ask()].map((response) => response.statusCode)
  const refused = await ask()
  expect([...statuses, refused.statusCode]).toEqual([200, 200, 200, 429])
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)
  expect(refused.json()).toMatchObject({ code: 'RATE_LIMITED', requestId: expect.any(String) })
})

test('unknown routes and guessed keys count too', async () => {
  const one = await limited()
  const headers = { authorization: 'Bearer guess' }
  for (const url of ['/nix', '/v1/dumps', '/v1/dumps'])
    await one.inject({ url, headers, remoteAddress: elsewhere })
  const response = await one.inject({ url: '/v1/dumps', headers, remoteAddress: elsewhere })
  expect(response.statusCode).toBe(429)
})

test('loopback and operators are exempt', async () => {
  const one = await limited()
  const asked = [
    ...Array.from({ length: 5 }, () => ({ url: '/v1/papers', remoteAddress: '127.0.0.1' })),
    ...Array.from({ length: 5 }, () => ({
      url: '/v1/papers',
      remoteAddress: elsewhere,
      headers: asOperator,
    })),
  ]
  for (const request of asked) expect((await one.inject(request)).statusCode).toBe(200)
})

test('readers behind a proxy on this machine are not taken for the machine itself, also where it is not set', async () => {
  const throughProxy = {
    url: '/v1/papers',
    remoteAddress: '127.0.0.1',
    headers: { 'x-forwarded-for': elsewhere },
  }
  for (const trustProxy of [undefined, '127.0.0.1']) {
    const one = await aGateway({ settings: { rateLimitPerMinute: 1, ...(trustProxy && { trustProxy }) } })
    expect((await one.inject(throughProxy)).statusCode).toBe(200)
    expect((await one.inject(throughProxy)).statusCode).toBe(429)
  }
})

test.each(['/healthz', '/readyz'])('%s is answered however often it is asked', async (url) => {
  const one = await limited()
  for (let asked = 0; asked < 5; asked++)
    expect((await one.inject({ url, remoteAddress: elsewhere })).statusCode).toBe(200)
})

test('X-Forwarded-For is not believed, unless proxies are set', async () => {
  const plain = await limited()
  const behind = await aGateway({ settings: { rateLimitPerMinute: 1, trustProxy: '203.0.113.0/24' } })
  const from = (address: string) => ({
    url: '/v1/papers',
    remoteAddress: elsewhere,
    headers: { 'x-forwarded-for': address },
  })
  for (const n of [1, 2, 3]) await plain.inject(from(`198.51.100.${n}`))
  expect((await plain.inject(from('198.51.100.4'))).statusCode).toBe(429)
  expect((await behind.inject(from('198.51.100.1'))).statusCode).toBe(200)
  expect((await behind.inject(from('198.51.100.2'))).statusCode).toBe(200)
  expect((await behind.inject(from('198.51.100.2'))).statusCode).toBe(429)
})

test('a sane request id is kept, any other replaced', async () => {
  const id = async (given: string) => {
    const { headers } = await app.inject({ url: '/healthz', headers: { 'x-request-id': given } })
    return headers['x-request-id']
  }
  expect(await id('trace-42.a')).toBe('trace-42.a')
  for (const bad of ['a b', '"x"', 'x'.repeat(65), '']) expect(await id(bad)).toMatch(/^[0-9a-f-]{36}$/)
})

test.each(['br', 'gzip', 'zstd'])('JSON goes out as %s', async (encoding) => {
  const response = await app.inject({ url: '/openapi.json', headers: { 'accept-encoding': encoding } })
  expect(response.headers['content-encoding']).toBe(encoding)
  if (encoding === 'gzip')
    expect(JSON.parse(gunzipSync(response.rawPayload).toString()).openapi).toBe('3.1.0')
})

test('a tag is the same in every encoding, and a list of tags is understood', async () => {
  const plain = await app.inject('/openapi.json')
  const headers = { 'if-none-match': `"other", ${plain.headers.etag}`, 'accept-encoding': 'br' }
  const again = await app.inject({ url: '/openapi.json', headers })
  expect([again.statusCode, again.body, again.headers.etag]).toEqual([304, '', plain.headers.etag])
})

test.each(['/v1/papers', '/v1/digests', '/feeds/trending.atom', '/openapi.json', '/', '/api/daily_papers'])(
  'HEAD %s knows the tag of GET',
  async (url) => {
    const { etag } = (await app.inject(url)).headers
    const again = await app.inject({ method: 'HEAD', url, headers: { 'if-none-match': String(etag) } })
    expect([again.statusCode, again.headers.etag]).toEqual([304, etag])
    expect((await app.inject({ method: 'HEAD', url })).statusCode).toBe(200)
  },
)

test('an unknown route is JSON for programs and a page for people', async () => {
  const json = await app.inject('/v1/nix')
  expect(json.statusCode).toBe(404)
  expect(json.json()).toMatchObject({ code: 'NOT_FOUND', requestId: expect.any(String) })
  const page = await app.inject({ url: '/nix', headers: { accept: 'text/html,*/*' } })
  expect(page.statusCode).toBe(404)
  expect(page.headers['content-type']).toContain('text/html')
})
