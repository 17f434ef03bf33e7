import { expect, test } from 'vitest'
import { aGateway, elsewhere, KEY } from '../../a-gateway.suite.ts'
import { cookieOf, csrfIn, form, signedIn } from './an-operator.suite.ts'

test('whoever has not signed in sees the form for it, with 401', async () => {
  const { door } = await signedIn()
  expect(door.statusCode).toBe(401)
  expect(door.body).toContain('Operator key')
  expect(door.headers['cache-control']).toBe('no-store')
})

test('signing in gives a cookie that holds no key, and leads to where one wanted to go', async () => {
  const { entered, cookie } = await signedIn()
  expect([entered.statusCode, entered.headers.location]).toEqual([303, '/operator/dumps?a=b'])
  expect(String(entered.headers['set-cookie'])).toMatch(/Max-Age=43200; Path=\/; HttpOnly; SameSite=Strict$/)
  expect(cookie).not.toContain(KEY)
})

test('who follows a link from another site, which strict cookies do not, stays signed in', async () => {
  const { app, cookie, get, post, csrf } = await signedIn()
  // What a browser holds: each cookie by its name.
  const jar = new Map([cookie.split('=') as [string, string]])
  const fromElsewhere = await app.inject('/operator')
  const [name = '', value = ''] = cookieOf(fromElsewhere.headers).split('=')
  jar.set(name, value)
  const all = () => [...jar].map((pair) => pair.join('=')).join('; ')
  expect((await app.inject({ url: '/operator', headers: { cookie: all() } })).statusCode).toBe(200)
  const out = await post('/operator/sign-out', { csrf })
  expect(out.headers['set-cookie']).toMatch(new RegExp(`^${cookie.split('=')[0]}=; Max-Age=0`))
  expect((await get('/operator')).statusCode).toBe(401)
})

test('behind HTTPS the cookie is sent by HTTPS alone', async () => {
  const app = await aGateway({ settings: { publicUrl: 'https://papers.example' } })
  const { headers } = await app.inject('/operator')
  expect(String(headers['set-cookie'])).toMatch(/^__Host-paperboy-.*; Secure; SameSite=Strict$/)
})

test.each([
  ['a wrong key', { key: 'nonsense' }],
  ['a form of another browser', { csrf: 'nonsense' }],
])('%s does not sign in', async (_name, wrong) => {
  const app = await aGateway()
  const door = await app.inject('/operator/sign-in')
  const fields = { csrf: csrfIn(door.body), key: KEY, to: '/operator', ...wrong }
  const { statusCode, headers } = await app.inject({
    method: 'POST',
    url: '/operator/sign-in',
    headers: { ...form, cookie: cookieOf(door.headers) },
    payload: String(new URLSearchParams(fields)),
  })
  expect(statusCode).toBe(401)
  const url = '/operator/dumps'
  expect((await app.inject({ url, headers: { cookie: cookieOf(headers) } })).statusCode).toBe(401)
})

test('nobody is led to another site after signing in', async () => {
  const app = await aGateway()
  for (const to of ['https://evil.example', '//evil.example', '/operator.evil', '/\\evil.example']) {
    const door = await app.inject('/operator/sign-in')
    const { headers } = await app.inject({
      method: 'POST',
      url: '/operator/sign-in',
      headers: { ...form, cookie: cookieOf(door.headers) },
      payload: String(new URLSearchParams({ csrf: csrfIn(door.body), key: KEY, to })),
    })
    expect(headers.location).toBe('/operator')
  }
})

test('guessing keys ends after twenty attempts, also with the right key', async () => {
  const app = await aGateway()
  const door = await app.inject('/operator/sign-in')
  const attempt = (key: string) =>
    app.inject({
      method: 'POST',
      url: '/operator/sign-in',
      remoteAddress: elsewhere,
      headers: { ...form, cookie: cookieOf(door.headers) },
      payload: String(new URLSearchParams({ csrf: csrfIn(door.body), key, to: '' })),
    })
  for (let count = 0; count < 20; count++) expect((await attempt('guess')).statusCode).toBe(401)
  const { statusCode, headers } = await attempt(KEY)
  expect([statusCode, Number(headers['retry-after']) > 0]).toEqual([429, true])
})

test('a cookie that was changed, made up or signed out is none', async () => {
  const { app, cookie, post, csrf, get } = await signedIn()
  const [name, value = ''] = cookie.split('=')
  const [kind, expires, id, mac] = value.split('.')
  const forged = [
    `${kind}.${Number(expires) + 1}.${id}.${mac}`,
    `operator.9999999999999.x.`,
    'nonsense',
    `${value}.x`,
  ]
  for (const each of forged)
    expect((await app.inject({ url: '/operator', headers: { cookie: `${name}=${each}` } })).statusCode).toBe(
      401,
    )
  await post('/operator/sign-out', { csrf: 'nonsense' })
  expect((await get('/operator')).statusCode).toBe(200)
  await post('/operator/sign-out', { csrf })
  expect((await get('/operator')).statusCode).toBe(401)
})
