import { aGateway, type Given, KEY } from '../../a-gateway.suite.ts'

export const form = { 'content-type': 'application/x-www-form-urlencoded' }
export const csrfIn = (body: string) => /name="csrf" value="([^"]+)"/.exec(body)?.[1] ?? ''
export const cookieOf = (headers: { 'set-cookie'?: string | string[] | undefined }) =>
  String(headers['set-cookie']).split(';')[0] ?? ''

/** An operator in a browser: what it gets and posts. */
export async function signedIn(given: Given = {}) {
  const app = await aGateway(given)
  const door = await app.inject('/operator')
  const visitor = cookieOf(door.headers)
  const entered = await app.inject({
    method: 'POST',
    url: '/operator/sign-in',
    headers: { ...form, cookie: visitor },
    payload: String(new URLSearchParams({ csrf: csrfIn(door.body), key: KEY, to: '/operator/dumps?a=b' })),
  })
  const cookie = cookieOf(entered.headers)
  const get = (url: string) => app.inject({ url, headers: { cookie } })
  const csrf = csrfIn((await get('/operator/dumps')).body)
  const post = (url: string, fields: Record<string, string>) =>
    app.inject({
      method: 'POST',
      url,
      headers: { ...form, cookie },
      payload: String(new URLSearchParams(fields)),
    })
  return { app, door, entered, cookie, get, post, csrf }
}
