/**
 * Said where the client is made: fetch would say something less clear at its first call. On a page of a browser an
 * address may be relative to the page's own; elsewhere there is none.
 */
export function checkAddress(url: string): void {
  const page: unknown = Reflect.get(globalThis, 'location')
  const base = page === undefined || page === null ? undefined : String(page)
  if (URL.canParse(url, base) && /^https?:$/.test(new URL(url, base).protocol)) return
  const message = `createClient wants the address of a Paperboy, such as http://127.0.0.1:3000, not ${JSON.stringify(url)}.`
  throw new TypeError(message)
}
